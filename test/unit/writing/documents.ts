import fc from 'fast-check';

/**
 * Generated documents for the guards. Everything that must not reach a model, or change, holds the word `KEPT`; everything else is
 * prose without it.
 */
const word = fc.constantFrom(
  ...'the server restarts quickly when its configuration has changed'.split(' '),
  'für',
  'naïve',
  'e\u0301cole',
  '日本語の文章',
  '한국어',
  'ไทย',
  '👩\u200D👩\u200D👧',
  '🏳️\u200D🌈',
  'don’t',
  'שלום',
);
const sentence = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 8 }), fc.constantFrom('.', '!', '?', ':'))
  .map(([words, end]) => `${words.join(' ')}${end}`);

const inline = fc.oneof(
  { weight: 6, arbitrary: sentence },
  sentence.map((text) => `**${text}**`),
  sentence.map((text) => `*${text.replace(/\W+$/u, 'x')}*`),
  fc.constantFrom(
    '`KEPT`',
    '`` a ` KEPT ``',
    '[a link](https://example.com/KEPT?WT.mc_id=KEPT "KEPT")',
    '![a picture](images/KEPT.png)',
    '[a link][KEPT]',
    '[KEPT]',
    '[KEPT][]',
    '<https://example.com/KEPT>',
    'https://example.com/KEPT_a(b)',
    '<span class="KEPT">',
    '</KEPT>',
    '$KEPT_1^{2}$',
    '{{ KEPT }}',
    '{% KEPT %}',
    '<% KEPT %>',
    '[^KEPT]',
    '@KEPT',
    '[see @KEPT, p. 3]',
    '[[KEPT]]',
    'someone@KEPT.example',
  ),
  fc.constantFrom('\\*', '&amp;', '$5', '~~gone~~', '(aside)', '“quoted”'),
);
const line = fc.array(inline, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '));
const paragraph = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '  \n', '\\\n'))
  .map(([lines, end]) => lines.map((text) => text.replace(/^(?=[#>+*=|-])/, 'x')).join(end));

const block = fc.oneof(
  { weight: 5, arbitrary: paragraph },
  fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
  fc.tuple(line, line).map(([a, b]) => `- ${a}\n- [x] ${b}\n  1. ${a}`),
  line.map((text) => `> ${text}\n> ${text}`),
  fc.tuple(sentence, sentence).map(([a, b]) => `| ${a} | \`KEPT\` |\n|:--|--:|\n| ${b} | ${a} |`),
  fc.constantFrom(
    '```ts\nconst KEPT = `KEPT`;\n\n# KEPT\n```',
    '~~~\nKEPT\n~~~',
    '***\n\n    KEPT indented',
    '<div>\nKEPT\n</div>',
    '<!-- KEPT -->',
    '$$\nKEPT\n$$',
    '[KEPT]: https://example.com/KEPT "KEPT"',
    '[^KEPT]: a note with words',
    '***',
  ),
);

/** A Markdown document, in either kind of line ends. */
export const markdownDocument = fc
  .tuple(
    fc.constantFrom('', '---\ntitle: KEPT\n---\n\n'),
    fc.array(block, { minLength: 1, maxLength: 8 }),
    fc.constantFrom('', '\n', '\n\n'),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([front, blocks, end, eol]) =>
    // Labels are known only where they are defined.
    `${front}${[...blocks, '[KEPT]: https://example.com/KEPT', '[^KEPT]: a note'].join('\n\n')}${end}`.replaceAll(
      '\n',
      eol,
    ),
  );

/** A LaTeX document or a part of one. */
export const latexDocument = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: sentence },
        sentence.map((text) => `\\section{${text}}`),
        sentence.map((text) => `\\textbf{${text}} and \\emph{${text}}`),
        sentence.map((text) => `\\begin{itemize}\n  \\item ${text}\n  \\item ${text}\n\\end{itemize}`),
        sentence.map((text) => `${text}~\\footnote{${text}}`),
        sentence.map((text) => `\\href{https://example.com/KEPT}{${text}}`),
        fc.constantFrom(
          '$KEPT$',
          '\\(KEPT\\)',
          '\\[\nKEPT\n\\]',
          '$$KEPT$$',
          '~\\cite[p.~3]{KEPT}',
          '\\ref{KEPT}',
          '\\label{KEPT}',
          '\\begin{equation}\n KEPT_1 &= \\frac{1}{2} \\\\\n\\end{equation}',
          '\\begin{verbatim}\nKEPT } %\n\\end{verbatim}',
          '\\begin{tabular}{ll} KEPT & KEPT \\\\ \\end{tabular}',
          '% KEPT\n',
          '\\includegraphics[width=3cm]{KEPT.png}',
          '\\KEPT{KEPT}[KEPT]',
          '\\verb|KEPT}|',
          '\\texttt{KEPT\\_x}',
          '50\\% M\\"uller',
        ),
      ),
      { minLength: 1, maxLength: 10 },
    ),
  )
  .map(([whole, parts]) => {
    const body = parts.join('\n\n');
    return whole ? `\\documentclass{KEPT}\n\\begin{document}\n${body}\n\\end{document}\nKEPT\n` : body;
  });

const comment = fc.array(
  fc.oneof(sentence, fc.constantFrom('Calls `KEPT()` at https://example.com/KEPT for {@link KEPT}.')),
  { minLength: 1, maxLength: 3 },
);

/** TypeScript with comments of every form. */
export const sourceCode = fc
  .array(
    fc.oneof(
      fc
        .tuple(comment, fc.constantFrom('', '  '))
        .map(([lines, by]) => lines.map((text) => `${by}// ${text}`).join('\n')),
      fc
        .tuple(comment, fc.constantFrom('', '  '))
        .map(([lines, by]) => `${by}/**\n${lines.map((text) => `${by} * ${text}`).join(`\n${by} *\n`)}\n${by} */`),
      comment.map((lines) => `/* ${lines.join('\n   ')} */`),
      sentence.map((text) => `const KEPT = "// KEPT"; // ${text}`),
      fc.constantFrom(
        'const KEPT = `// KEPT`;',
        'const KEPT = /[/\'"]KEPT/g;',
        '// eslint-disable-next-line KEPT',
        '// const KEPT = 1;',
        '/** @param {KEPT} KEPT the words */',
        'KEPT();',
        '',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom(parts.join('\n'), `${parts.join('\r\n')}\r\n`));
