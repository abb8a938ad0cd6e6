import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkInvariants, type Violation } from '../../../src/writing/guards/invariants.ts';
import { latexDocument, markdownDocument, sourceCode } from './documents.ts';

const told = (violations: readonly Violation[]) =>
  violations.map(
    ({ what, lost, gained }) =>
      `${what}: ${lost.map(({ text }) => text).join(', ')} → ${gained.map(({ text }) => text).join(', ')}`,
  );
const differences = (before: string, after: string, languageId = 'markdown') =>
  told(checkInvariants(before, after, languageId));

describe('what an answer changed', () => {
  for (const [name, before, after, found] of [
    [
      'a parameter of a link',
      'See [it](https://a.example/?WT.mc_id=1).',
      'See [it](https://a.example/?WT_mc_id=1).',
      'url: https://a.example/?WT.mc_id=1 → https://a.example/?WT_mc_id=1',
    ],
    [
      'an address',
      'At https://a.example/b now.',
      'At https://a.example now.',
      'url: https://a.example/b → https://a.example',
    ],
    ['an address that is gone', 'At <https://a.example> now.', 'There now.', 'url: <https://a.example> → '],
    ['the picture', '![A cat](cat.png)', '![A cat](dog.png)', 'url: cat.png → dog.png'],
    ['code in a sentence', 'Run `npm ci` now.', 'Run `npm install` now.', 'code: `npm ci` → `npm install`'],
    ['code that is new', 'Run npm now.', 'Run `npm` now.', 'code:  → `npm`'],
    ['one of two same pieces of code', 'Use `a`, then `a`.', 'Use `a` twice.', 'code: `a` → '],
    ['a citation', 'As said [@smith2020].', 'As said [@smyth2020].', 'reference: [@smith2020] → [@smyth2020]'],
    [
      'a footnote',
      'Word[^1].\n\n[^1]: Note.\n[^2]: Other.',
      'Word[^2].\n\n[^1]: Note.\n[^2]: Other.',
      'reference: [^1] → [^2]',
    ],
    ['math', 'Where $a+b$ holds.', 'Where $a-b$ holds.', 'math: $a+b$ → $a-b$'],
    ['HTML', 'Press <kbd>x</kbd>.', 'Press <b>x</b>.', 'html: <kbd>, </kbd> → <b>, </b>'],
    ['a template', 'Hi {{ name }}!', 'Hi {{name}}!', 'template: {{ name }} → {{name}}'],
    ['a number', 'It takes 12 minutes and 3 steps.', 'It takes 15 minutes and 3 steps.', 'number: 12 → 15'],
    ['a percentage', 'About 12 % of it.', 'About 12.5 % of it.', 'number: 12 % → 12.5 %'],
    ['a date', 'On 3 March 2026 we start.', 'On 4 March 2026 we start.', 'date: 3 March 2026 → 4 March 2026'],
    ['a month', 'By May 5th.', 'By June 5th.', 'date: May 5th → June 5th'],
    ['a day of the week', 'See you on Monday.', 'See you on Tuesday.', 'date: Monday → Tuesday'],
    ['a time', 'At 10:30 sharp.', 'At 10:45 sharp.', 'date: 10:30 → 10:45'],
    ['a date in figures', 'Until 2026-11-25.', 'Until 2026-11-26.', 'date: 2026-11-25 → 2026-11-26'],
    ['an amount', 'It costs $1,200 a year.', 'It costs €1,200 a year.', 'amount: $1,200 → €1,200'],
    ['millions', 'A budget of €3 million.', 'A budget of €3 billion.', 'amount: €3 million → €3 billion'],
    ['a name', 'Ask Anders Höglund first.', 'Ask Anders Hoglund first.', 'name: Höglund → '],
    ['a name in capitals', 'The NATO summit.', 'The summit.', 'name: NATO → '],
    ['a heading', '# A\n\n## B\n', '# A\n\n# B\n', 'heading: level 2 → level 1'],
    ['a list', '- a\n- b\n', '- a\n', 'list: item → '],
    ['what was done', '- [ ] a\n', '- [x] a\n', 'list: open → done'],
    [
      'the columns of a table',
      '| a | b |\n|:--|---|\n| c | d |',
      '| a | b |\n|---|---|\n| c | d |',
      'table: :-|- → -|-',
    ],
    ['the rows of a table', '| a |\n|---|\n| b |\n| c |', '| a |\n|---|\n| b |', 'table: row → '],
    ['the order of two headings', '# A\n\n## B\n', '## A\n\n# B\n', 'heading: level 1 → level 1'],
    ['a quotation', '> a\n', 'a\n', 'block: quote → '],
    ['front matter', '---\na: b\n---\nText', '---\na: c\n---\nText', 'front matter: ---\na: b\n--- → ---\na: c\n---'],
  ] as const) {
    it(`catches ${name}`, () => assert.deepEqual(differences(before, after), [found]));
  }

  for (const [name, before, after, found] of [
    ['a citation', 'As in~\\cite{knuth}.', 'As in~\\cite{knut}.', 'reference: \\cite{knuth} → \\cite{knut}'],
    ['math', 'Let $x$ be.', 'Let $y$ be.', 'math: $x$ → $y$'],
    ['a brace that is not closed', '\\textbf{one}', '\\textbf{one', 'brace:  → {'],
    ['a section', '\\section{One}', '\\subsection{One}', 'heading: level 2 → level 3'],
    ['an item', '\\item one\n\\item two', '\\item one', 'list: item → '],
  ] as const) {
    it(`catches ${name} in LaTeX`, () => assert.deepEqual(differences(before, after, 'latex'), [found]));
  }

  it('catches a comment that would end too early, and code that changed', () => {
    assert.deepEqual(
      checkInvariants('/* Adds. */\nadd();\n', '/* Adds */ now. */\nadd();\n', 'typescript').map(({ what }) => what),
      ['code'],
    );
    assert.equal(differences('// Adds.\nadd();', '// Adds.\nsub();', 'typescript').length, 1);
  });

  for (const [name, before, after] of [
    ['words', 'The servr restart when it change.', 'The server restarts when it changes.'],
    ['the order of what is kept', 'Run `a`, then `b` at https://a.example.', 'At https://a.example run `b` after `a`.'],
    ['how a number is grouped', 'About 1,000 or 2500.', 'About 1000 or 2,500.'],
    ['how a date is written', 'On March 3rd, 2026.', 'On 3 March 2026.'],
    ['dates and numbers in another language', 'On 3 March 2026 it was 1,234.5.', 'Am 3. März 2026 waren es 1.234,5.'],
    ['a name at the start of a sentence', 'We asked Hearth.', 'Hearth was asked.'],
    ['a possessive', 'We read the Hearth log.', "We read Hearth's log."],
    ['the capitals of a heading', '# How Names Are Kept', '# How names are kept'],
    ['a number of a list', '1. a\n2. b\n', '1. a\n1. b\n'],
    ['where lines break', 'One two\nthree.\n', 'One\ntwo three.\n'],
    [
      'German nouns',
      'Die alte Maschine im Keller macht laute Geräusche, und der Nachbar hört im Garten jeden Abend die Musik der Kinder im Hof.',
      'Der alte Apparat lärmt.',
    ],
  ] as const) {
    it(`lets ${name} pass`, () => assert.deepEqual(differences(before, after), []));
  }

  it('finds nothing where nothing changed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          markdownDocument.map((text) => [text, 'markdown'] as const),
          latexDocument.map((text) => [text, 'latex'] as const),
          sourceCode.map((text) => [text, 'typescript'] as const),
        ),
        ([text, languageId]) => assert.deepEqual(checkInvariants(text, text, languageId), []),
      ),
      { numRuns: 200 },
    );
  });

  it('says where', () => {
    const before = 'Use 3 and 3 and 4.';
    const after = 'Use 3 and 5 and 4.';
    assert.deepEqual(checkInvariants(before, after, 'plaintext'), [
      { what: 'number', lost: [{ text: '3', start: 10, end: 11 }], gained: [{ text: '5', start: 10, end: 11 }] },
    ]);
  });
});
