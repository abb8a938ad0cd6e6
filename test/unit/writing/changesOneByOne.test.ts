import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withHunks } from '../../../src/writing/guards/change.ts';
import { type Hunk, hunksBetween } from '../../../src/writing/guards/hunks.ts';
import { markdownDocument } from './documents.ts';

const piece = fc.constantFrom(
  ...'a the word words, don’t 3.5 e\u0301 école n\u0303 日本 語 の 漢字 한국 ไทย สวัสดี 👩 👩\u200D👩\u200D👧 👍🏽 🇩🇪 🇫🇷 ❤️ कि'.split(
    ' ',
  ),
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\t',
  '\u00A0',
  '.',
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  markdownDocument,
);
/** Two texts, mostly one a revision of the other. */
const pair = fc.oneof(
  fc.tuple(text, text),
  fc
    .tuple(fc.array(piece, { maxLength: 40 }), fc.array(fc.tuple(fc.nat(40), piece), { maxLength: 6 }))
    .map(([pieces, changes]): [string, string] => {
      const revised = [...pieces];
      for (const [at, other] of changes) revised.splice(at, at % 3, other);
      return [pieces.join(''), revised.join('')];
    }),
);

const shown = (hunks: readonly Hunk[]) => hunks.map(({ removed, added }) => `${removed} → ${added}`);

describe('changes, one by one', () => {
  for (const by of ['word', 'line'] as const) {
    it(`all rejected are the text before, all accepted the text after, to the byte, by ${by}`, () => {
      fc.assert(
        fc.property(pair, ([before, after]) => {
          const hunks = hunksBetween(before, after, by);
          assert.equal(
            withHunks(before, hunks, () => false),
            before,
          );
          assert.equal(
            withHunks(before, hunks, () => true),
            after,
          );
        }),
        { numRuns: 1000 },
      );
    });
  }

  it('each changes only what it says, whichever others are taken', () => {
    fc.assert(
      fc.property(pair, fc.infiniteStream(fc.boolean()), ([before, after], coins) => {
        const hunks = hunksBetween(before, after, 'word');
        const taken = hunks.map(() => coins.next().value === true);
        const result = withHunks(before, hunks, (_, index) => taken[index] === true);
        // What is left of the taken ones, and what the others still say, is the rest of the way to the text after.
        let at = 0;
        let expected = '';
        for (const [index, hunk] of hunks.entries()) {
          assert.equal(before.slice(hunk.start, hunk.end), hunk.removed);
          assert.ok(hunk.start >= at, 'hunks must not overlap');
          assert.notEqual(hunk.removed, hunk.added);
          expected += before.slice(at, hunk.start) + (taken[index] ? hunk.added : hunk.removed);
          at = hunk.end;
        }
        assert.equal(result, expected + before.slice(at));
      }),
      { numRuns: 1000 },
    );
  });

  it('none cuts what people see as one character', () => {
    const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    const borders = (whole: string) =>
      new Set([...characters.segment(whole)].map(({ index }) => index).concat(whole.length));
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const edges = borders(before);
        for (const { start, end } of hunksBetween(before, after, 'word')) {
          assert.ok(edges.has(start) && edges.has(end), JSON.stringify([before, start, end]));
        }
      }),
      { numRuns: 1000 },
    );
  });

  for (const [name, before, after, hunks] of [
    ['a word', 'The servr restarts.', 'The server restarts.', ['servr → server']],
    ['two words in a row apart', 'Teh servr is up.', 'The server is up.', ['Teh → The', 'servr → server']],
    ['a phrase as one', 'We did this in order to make it fast.', 'We did this to make it fast.', ['in order  → ']],
    ['a comma', 'First we wait.', 'First, we wait.', [' → ,']],
    [
      'words in two paragraphs',
      'One thing.\n\nTwo thing.',
      'One things.\n\nTwo things.',
      ['thing → things', 'thing → things'],
    ],
    ['a new paragraph', 'One.\n', 'One.\n\nTwo.\n', [' → \nTwo.\n']],
    [
      'an emoji as a whole',
      'Hi 👩\u200D👩\u200D👧!',
      'Hi 👩\u200D👩\u200D👦!',
      ['👩\u200D👩\u200D👧 → 👩\u200D👩\u200D👦'],
    ],
    ['a word of Japanese', '私は猫が好きです', '私は犬が好きです', ['猫 → 犬']],
    [
      'a sentence said anew as one',
      'It is possible for you to turn this off.',
      'You can turn this off.',
      ['It is possible for you to → You can'],
    ],
  ] as const) {
    it(`shows ${name}`, () => assert.deepEqual(shown(hunksBetween(before, after, 'word')), hunks));
  }

  it('shows lines for code', () => {
    assert.deepEqual(shown(hunksBetween('a();\r\nb();\r\nc();\r\n', 'a();\r\nd();\r\nc();\r\n', 'line')), [
      'b();\r\n → d();\r\n',
    ]);
  });

  it('shows one change where nothing is left as it was, also in a long paragraph', () => {
    const words = (from: number) => Array.from({ length: 3000 }, (_, index) => `word${from + index}`).join(' ');
    const hunks = hunksBetween(words(0), words(10_000), 'word');
    assert.equal(hunks.length, 1);
    assert.equal(
      withHunks(words(0), hunks, () => true),
      words(10_000),
    );
  });

  it('takes a long line without spaces', () => {
    const [before, after] = ['漢字'.repeat(10_000), `${'漢字'.repeat(5000)}仮名${'漢字'.repeat(5000)}`];
    assert.equal(
      withHunks(before, hunksBetween(before, after, 'word'), () => true),
      after,
    );
  });
});
