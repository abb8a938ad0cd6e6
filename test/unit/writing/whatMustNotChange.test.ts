import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Protected, protect, restore } from '../../../src/writing/guards/protect.ts';
import { definedLabels } from '../../../src/writing/reading/markdown.ts';
import { latexDocument, markdownDocument, sourceCode } from './documents.ts';

const languages = [
  'markdown',
  'latex',
  'git-commit',
  'plaintext',
  'typescript',
  'python',
  'lua',
  'html',
  'nobody-knows',
];

function assertComesBack(text: string, languageId: string): Protected {
  const own = protect(text, languageId);
  assert.deepEqual(restore(own.masked, own), { text });
  return own;
}

/** The text with each placeholder as a dot: what a model is left with. */
function left(text: string, languageId: string, defined: readonly string[] = []): string {
  const own = protect(text, languageId, defined);
  assert.deepEqual(restore(own.masked, own), { text });
  return own.masked.replace(/⟦\d+⟧/g, '•');
}

describe('what must not change', () => {
  it('comes back to the byte in every file of this repository, read as any language', () => {
    const files = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.mjs', '*.css', '*.json', '*.txt'], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .filter((path) => path.endsWith('.md') || path.startsWith('src/'));
    assert.ok(files.length > 100);
    for (const path of files) {
      const text = readFileSync(path, 'utf8');
      const as = path.endsWith('.md') ? languages : ['typescript', 'markdown'];
      for (const languageId of as) assertComesBack(text, languageId);
    }
  });

  for (const [name, documents, languageId] of [
    ['Markdown', markdownDocument, 'markdown'],
    ['LaTeX', latexDocument, 'latex'],
    ['code', sourceCode, 'typescript'],
  ] as const) {
    it(`is not shown to a model and comes back to the byte, in generated ${name}`, () => {
      fc.assert(
        fc.property(documents, (text) => {
          const { masked } = assertComesBack(text, languageId);
          assert.ok(!masked.includes('KEPT'), masked);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('comes back to the byte in any text at all, read as any language', () => {
    const marks = fc.constantFrom(
      ...'`*_#[]()<>{}%$\\|"\'/-:;!&~^@ \n\r\t⟦⟧1aé'.split(''),
      '\r\n',
      '```',
      '$$',
      '/*',
      '*/',
      '//',
      '"""',
      '<!--',
      '\\begin{x}',
      '\uFEFF',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.array(marks, { maxLength: 60 }).map((all) => all.join('')),
        ),
        fc.constantFrom(...languages),
        (text, languageId) => {
          assertComesBack(text, languageId);
        },
      ),
      { numRuns: 1000 },
    );
  });

  describe('in Markdown', () => {
    for (const [name, text, seen] of [
      [
        'the target of a link, not its words',
        'See [the *guide*](https://a.example/b?WT.mc_id=x "Title").',
        'See [the *guide*](•).',
      ],
      ['the target of an image, not its description', '![A cat](cat.png) sleeps', '![A cat](•) sleeps'],
      [
        'a label, and the words with it where they are the label',
        '[words][label] and [label] here\n\n[label]: x.md',
        '[words][•] and • here\n\n•',
      ],
      ['front matter, and code in fences', '---\na: b\n---\nText\n\n```js\nx()\n```\n', '•\nText\n\n•\n'],
      ['an address in the text', 'Go to https://a.example/x_y, please.', 'Go to •, please.'],
      ['HTML around words', 'Press <kbd>Ctrl</kbd> now', 'Press •Ctrl• now'],
      ['math between dollars, not money', 'It is $a_1+b$, or $5 and $6.', 'It is •, or $5 and $6.'],
      ['a footnote and its label, not its words', 'Word[^1]\n\n[^1]: Why.', 'Word•\n\n•: Why.'],
      ['a line break at the end of a line', 'one  \ntwo\\\nthree', 'one•\ntwo•\nthree'],
      ['an escape and an entity', 'a\\*b &nbsp; c', 'a•b • c'],
      ['what another program fills in', 'Hi {{ name }}, {% if x %}%s{% endif %} of $TOTAL :tada:', 'Hi •, • of •'],
      ['people, issues and citations', 'Thanks @ann, see #12 and [@smith2020, p. 3].', 'Thanks •, see • and •.'],
      ['how the columns of a table are aligned', '| a | b |\n|:-:|---|\n| c | `d` |', '| a | b |\n•\n| c | • |'],
      ['the id of a heading', '# Title {#id}', '# Title •'],
    ] as const) {
      it(`keeps ${name}`, () => assert.equal(left(text, 'markdown'), seen));
    }

    it('is all of a part that nests deeper than its parser can take', () => {
      assert.equal(left(`One.\n\n${'>'.repeat(40_000)} two\n`, 'markdown'), 'One.\n\n•');
    });

    it('stands where it is behind a byte order mark', () => {
      assert.equal(left('\uFEFFRun `a` now.', 'markdown'), '\uFEFFRun • now.');
    });

    it('knows labels that are defined elsewhere in the document', () => {
      const defined = definedLabels('text\n\n> [The  Label]: x.md\n\n[^note]: why');
      assert.equal(left('See [the label], x[^note] and [sic].', 'markdown', defined), 'See •, x• and [sic].');
    });

    it('takes neighbours for one, but leaves paragraphs apart', () => {
      assert.equal(left('`a` `b` c\n\n```\nd\n```\n\n<hr>\n\n`e`\n\n`f` g', 'markdown'), '• c\n\n•\n\n•\n\n• g');
    });
  });

  describe('in LaTeX', () => {
    for (const [name, text, seen] of [
      ['citations and labels', 'As shown~\\cite[p. 3]{knuth} in Section~\\ref{sec:a}.', 'As shown~• in Section~•.'],
      ['math', 'Let $x$ and \\(y\\) be \\[ z \\] here.', 'Let • and • be • here.'],
      ['commands that it does not know', 'A \\SI{5}{\\metre} rod', 'A • rod'],
      [
        'but not the words of those that it knows',
        '\\section{The plan} is \\textbf{very \\emph{good}}',
        '\\section{The plan} is \\textbf{very \\emph{good}}',
      ],
      ['the preamble', '\\documentclass{x}\n\\begin{document}\nHi.\n\\end{document}', '•\nHi.\n•'],
      ['code', 'Use \\verb|a}b| or\n\\begin{verbatim}\nx\n\\end{verbatim}\nnow', 'Use • or\n•\nnow'],
      ['the target of a link, not its words', '\\href{https://a.example}{the site}', '•{the site}'],
      ['math between double dollars', 'So $$x$$ is.', 'So • is.'],
      ['what follows a dollar that closes nothing', 'It is $5 and\n\nsee \\cite{a}.', 'It is $5 and\n\nsee •.'],
      ['no accent of a word', 'Herr M\\"uller and \\\'Elise', 'Herr M\\"uller and \\\'Elise'],
      ['comments, but not a percent sign', 'Half is 50\\% of it % check\nthen', 'Half is 50• of it •\nthen'],
    ] as const) {
      it(`keeps ${name}`, () => assert.equal(left(text, 'latex'), seen));
    }
  });

  describe('in code', () => {
    it('is all but the words of comments', () => {
      assert.equal(
        left(
          '/**\n * Adds two nubmers.\n *\n * @param a the first\n * @returns their sum\n */\nadd(a); // done "now"\n',
          'typescript',
        ),
        '•Adds two nubmers.\n\n• the first\n• their sum•done "now"•',
      );
      assert.equal(left('#1 apples\n#2 pears\n', 'python'), '•1 apples\n2 pears•');
      assert.equal(left('# A coment\n# of two lines\nx = "# no"\n', 'python'), '•A coment\nof two lines•');
      assert.equal(left('x = """no\nwords"""\ncall(\n    """no words"""\n)\n', 'python'), '•');
      assert.equal(left('def f():\n    """Does it.\n\n    Twice.\n    """\n', 'python'), '•Does it.\n\nTwice.•');
    });

    it('is everything where nobody knows how comments look', () => {
      assert.equal(left('// words', 'nobody-knows'), '•');
    });

    for (const [name, code] of [
      ['a string', 'a("// not a comment")'],
      ['a pattern', 'a.replace(/\\/\\/ no/g, b)'],
      ['a shebang', '#!/usr/bin/env node'],
      ['a comment for a tool', '// eslint-disable-next-line no-console -- words'],
      ['code that was commented out', '// const old = 1;'],
      ['a licence', '// Copyright 2026 somebody'],
      ['a template over lines', 'a = `\n// no\n`;'],
    ] as const) {
      it(`is ${name}`, () =>
        assert.equal(protect(code, code.startsWith('#') ? 'shellscript' : 'typescript').hasProse, false));
    }

    it('puts the marks of a comment before however many lines come back', () => {
      const own = protect('  // One line\n  // and another.\n  call();', 'typescript');
      assert.equal(own.masked, '⟦1⟧One line\nand another.⟦2⟧');
      assert.deepEqual(restore('⟦1⟧Three\nlines\n\nnow.\n⟦2⟧', own), {
        text: '  // Three\n  // lines\n  //\n  // now.\n  call();',
      });
      const block = protect('/**\n * One.\n */', 'typescript');
      assert.deepEqual(restore('⟦1⟧One.\nTwo.⟦2⟧', block), { text: '/**\n * One.\n * Two.\n */' });
    });

    it('must come back in order', () => {
      const own = protect('// a word\nf();\n// more words\ng();', 'typescript');
      assert.deepEqual(restore('⟦2⟧a word⟦1⟧more words⟦3⟧', own), { lost: [], doubled: [], wrong: ['⟦1⟧'] });
    });
  });

  describe('in commit messages and plain text', () => {
    it('is trailers, the type of the subject and what Git wrote', () => {
      assert.equal(
        left(
          'fix(parser)!: handel empty input\n\nSee `run`.\n\nFixes: #12\nSigned-off-by: A <a@b.example>\n# Please enter\n',
          'git-commit',
        ),
        '• handel empty input\n\nSee •.\n\n•\n',
      );
    });

    it('is addresses, paths and hashes, but not "and/or"', () => {
      assert.equal(
        left('Mail a@b.example and/or read ./src/a.ts, /etc/hosts, C:\\temp\\x or 1a2b3c4d; decade.', 'plaintext'),
        'Mail • and/or read •, •, • or •; decade.',
      );
    });
  });

  describe('placeholders', () => {
    const own = protect('Run `a`, then `b`.', 'markdown');
    const [a, b] = own.pieces;

    it('are not in the text, whatever it has', () => {
      assert.equal(protect('⟦1⟧ and `x`', 'markdown').masked, '⟦1⟧ and ⟦x1⟧');
      assert.equal(protect('⟦1⟧ ⟦x1⟧ `x`', 'markdown').masked, '⟦1⟧ ⟦x1⟧ ⟦xx1⟧');
    });

    it('may come back in another order and with spaces', () => {
      assert.deepEqual(restore('First ⟦ 2 ⟧, then ⟦1⟧.', own), { text: 'First `b`, then `a`.' });
    });

    it('may not be lost, doubled or made up', () => {
      assert.deepEqual(restore('Run ⟦1⟧.', own), { lost: [b], doubled: [], wrong: [] });
      assert.deepEqual(restore('Run ⟦1⟧, then ⟦1⟧ and ⟦2⟧.', own), { lost: [], doubled: [a], wrong: [] });
      assert.deepEqual(restore('Run ⟦1⟧, ⟦2⟧ and ⟦3⟧.', own), { lost: [], doubled: [], wrong: ['⟦3⟧'] });
    });

    it('say whether anything is left to write', () => {
      assert.equal(own.hasProse, true);
      assert.equal(protect('```\nx\n```\n', 'markdown').hasProse, false);
    });
  });
});
