import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blocksAround, segmentsOf } from '../../../src/writing/reading/segments.ts';
import type { TextKind } from '../../../src/writing/reading/textKind.ts';
import { latexDocument, markdownDocument } from './documents.ts';

const cut = (text: string, kind: TextKind, most: number) =>
  segmentsOf(text, kind, most).map(({ start, end }) => text.slice(start, end));

describe('long texts in segments', () => {
  it('lie end to end, hold all of it, and are no longer than asked', () => {
    fc.assert(
      fc.property(
        fc.oneof(markdownDocument, latexDocument, fc.string({ unit: 'binary', maxLength: 200 })),
        fc.constantFrom<TextKind>('markdown', 'latex', 'plain', 'commit', 'code'),
        fc.integer({ min: 40, max: 300 }),
        (text, kind, most) => {
          const segments = segmentsOf(text, kind, most);
          assert.equal(segments.map(({ start, end }) => text.slice(start, end)).join(''), text);
          for (const { start, end } of segments) assert.ok(end > start && end - start <= most);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are cut at the highest headings first, and small neighbours stay together', () => {
    const text = '# A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree\n\n# D\n\nfour\n';
    assert.deepEqual(cut(text, 'markdown', 1000), [text]);
    assert.deepEqual(cut(text, 'markdown', 40), ['# A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree\n\n', '# D\n\nfour\n']);
    assert.deepEqual(cut(text, 'markdown', 25), [
      '# A\n\none\n\n## B\n\ntwo\n\n',
      '## C\n\nthree\n\n',
      '# D\n\nfour\n',
    ]);
  });

  it('are cut between paragraphs, then lines, then sentences, then words', () => {
    assert.deepEqual(cut('One two.\n\nThree four.\n', 'markdown', 15), ['One two.\n\n', 'Three four.\n']);
    assert.deepEqual(cut('One two\nthree four\n', 'plain', 12), ['One two\n', 'three four\n']);
    assert.deepEqual(cut('One two. Three four. Five', 'plain', 12), ['One two. ', 'Three four. ', 'Five']);
    assert.deepEqual(cut('onetwo threefour five', 'plain', 11), ['onetwo ', 'threefour ', 'five']);
  });

  it('do not cut code, math or a comment that would fit', () => {
    for (const block of [
      '```\n# no\n\nx\n```\n',
      '$$\nx\n\ny\n$$\n',
      '<!--\n# no\n\n-->\n',
      '~~~~\n```\n# no\n~~~~\n',
    ]) {
      const text = `A line of words.\n\n${block}\nMore words here.\n`;
      assert.ok(
        cut(text, 'markdown', 24).some((segment) => segment.includes(block)),
        block,
      );
    }
    const verbatim = '\\begin{verbatim}\n\\section{no}\n\n\\end{verbatim}\n';
    assert.ok(cut(`Words.\n\n${verbatim}\nWords.\n`, 'latex', 50).some((segment) => segment.includes(verbatim)));
  });

  it('do not cut what people see as one character', () => {
    for (const segment of cut('👩\u200D👩\u200D👧'.repeat(20), 'plain', 20))
      assert.ok(segment.startsWith('👩') && segment.endsWith('👧'));
  });

  it('are found in LaTeX', () => {
    assert.deepEqual(cut('\\section{A}\none\n\\subsection{B}\ntwo\n\\section{C}\nthree\n', 'latex', 36), [
      '\\section{A}\none\n\\subsection{B}\ntwo\n',
      '\\section{C}\nthree\n',
    ]);
  });
});

describe('a selection', () => {
  /** The blocks around what stands between `‹` and `›`. */
  const around = (marked: string, kind: TextKind) => {
    const start = marked.indexOf('‹');
    const end = marked.indexOf('›') - 1;
    const text = marked.replace(/[‹›]/g, '');
    const block = blocksAround(text, kind, { start, end });
    return text.slice(block.start, block.end);
  };

  for (const [name, marked, kind, whole] of [
    ['within a paragraph', '# A\n\nOne ‹two› three\nfour.\n\nFive.\n', 'markdown', 'One two three\nfour.'],
    ['that is a cursor', 'One.\n\nTw‹›o.\n\nThree.', 'markdown', 'Two.'],
    ['over two paragraphs', 'One.\n\nT‹wo.\n\nThr›ee.\n\nFour.', 'plain', 'Two.\n\nThree.'],
    ['of a heading', '# ‹A›\n\nOne.\n', 'markdown', '# A'],
    ['within code', 'One.\n\n```\na\n\n‹b›\n```\n\nTwo.', 'markdown', '```\na\n\nb\n```'],
    ['at the end of a paragraph', '‹One.›\n\nTwo.', 'markdown', 'One.'],
    ['of all', '‹One.\n\nTwo.\n›', 'markdown', 'One.\n\nTwo.'],
    ['in code', '  a();\n  // w‹or›ds\n  b();\n', 'code', '  // words'],
    ['in LaTeX', '\\section{A}\nOne ‹x›.\n\nTwo.', 'latex', '\\section{A}\nOne x.'],
    ['of nothing', '‹›', 'plain', ''],
  ] as const) {
    it(`${name} becomes whole blocks`, () => assert.equal(around(marked, kind), whole));
  }

  it('is always within its blocks, but for blank lines around them', () => {
    fc.assert(
      fc.property(markdownDocument, fc.nat(), fc.nat(), (text, a, b) => {
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((one, other) => one - other);
        const block = blocksAround(text, 'markdown', { start, end });
        assert.ok(block.start <= block.end);
        assert.equal(text.slice(start, Math.max(start, Math.min(end, block.start))).trim(), '');
        assert.equal(text.slice(Math.max(start, block.end), end).trim(), '');
      }),
    );
  });
});
