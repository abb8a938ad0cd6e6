import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DocumentEdit, followed, grown } from '../../../src/review/following.ts';
import { positionIn, Review } from '../../../src/review/review.ts';
import { type Change, withHunks } from '../../../src/writing/guards/change.ts';

/** Changes of a text, in order, none over another. */
const textWithChanges = fc.string({ unit: 'binary', maxLength: 60 }).chain((text) =>
  fc.tuple(
    fc.constant(text),
    fc.array(fc.tuple(fc.nat(text.length), fc.nat(5), fc.string({ maxLength: 6 })), { maxLength: 6 }).map((drafts) => {
      let at = 0;
      const changes: Change[] = [];
      for (const [from, length, replacement] of drafts.sort(([a], [b]) => a - b)) {
        const start = Math.max(at, from);
        const end = Math.min(text.length, start + length);
        changes.push({ start, end, added: replacement });
        at = end;
      }
      return changes;
    }),
  ),
);

describe('A review', () => {
  const original = 'The cat sat on a mat.';
  const changes = [
    { start: 4, end: 7, added: 'dog' },
    { start: 15, end: 16, added: 'the', why: 'There is one mat.' },
  ];

  it('makes only what was accepted', () => {
    const review = new Review(original, changes);
    assert.equal(review.undecided, 2);
    assert.equal(withHunks(original, review.accepted), original);
    review.decide(1, 'accepted');
    assert.equal(withHunks(original, review.accepted), 'The cat sat on the mat.');
    review.decideRest('rejected');
    assert.equal(review.undecided, 0);
    assert.equal(withHunks(original, review.accepted), 'The cat sat on the mat.');
    review.decide(1, undefined);
    review.decideRest('accepted');
    assert.equal(withHunks(original, review.accepted), 'The cat sat on the mat.');
    assert.deepEqual(
      review.changes.map(({ decision }) => decision),
      ['rejected', 'accepted'],
    );
  });

  it('accepts no doubtful change together with the others', () => {
    const review = new Review(original, [
      { start: 4, end: 7, added: 'dog', doubt: 'changes a name' },
      ...changes.slice(1),
    ]);
    review.decideRest('accepted');
    assert.equal(review.undecided, 1);
    assert.equal(withHunks(original, review.accepted), 'The cat sat on the mat.');
    review.decide(0, 'accepted');
    assert.equal(withHunks(original, review.accepted), 'The dog sat on the mat.');
    review.decide(0, undefined);
    review.decideRest('rejected');
    assert.equal(review.undecided, 0);
  });

  it('keeps why, and ignores a change that is none', () => {
    const review = new Review(original, changes);
    review.decide(2, 'accepted');
    review.decide(-1, 'accepted');
    assert.equal(review.undecided, 2);
    assert.equal(review.changes[1]?.why, 'There is one mat.');
  });

  it('takes no changes that reach over each other or past the text', () => {
    const one = { start: 4, end: 7, added: '' };
    for (const bad of [
      [one, { start: 6, end: 8, added: '' }],
      [{ start: 5, end: 4, added: '' }],
      [{ start: 0, end: original.length + 1, added: '' }],
    ]) {
      assert.throws(() => new Review(original, bad), RangeError);
    }
  });

  it('gives the text back byte for byte when everything is rejected', () => {
    fc.assert(
      fc.property(textWithChanges, ([text, drafts]) => {
        const review = new Review(text, drafts);
        review.decideRest('rejected');
        assert.equal(withHunks(text, review.accepted), text);
      }),
    );
  });

  it('says where its offsets are in the document', () => {
    const origin = { range: { start: { line: 3, character: 5 }, end: { line: 9, character: 0 } } };
    assert.deepEqual(positionIn(origin, 'ab\ncd', 1), { line: 3, character: 6 });
    assert.deepEqual(positionIn(origin, 'ab\ncd', 3), { line: 4, character: 0 });
    assert.deepEqual(positionIn(origin, 'ab\n\n😀d', 6), { line: 5, character: 2 });
  });
});

describe('The place of a review', () => {
  const stretch = { start: 10, end: 20 };

  it('moves with edits before it, and stays with edits behind it', () => {
    assert.deepEqual(followed(stretch, [{ offset: 2, length: 3, text: '' }]), { start: 7, end: 17 });
    assert.deepEqual(followed(stretch, [{ offset: 10, length: 0, text: 'ab' }]), { start: 12, end: 22 });
    assert.deepEqual(followed(stretch, [{ offset: 20, length: 4, text: 'ab' }]), stretch);
    const both = [
      { offset: 30, length: 0, text: 'x' },
      { offset: 0, length: 0, text: 'xyz' },
    ];
    assert.deepEqual(followed(stretch, both), { start: 13, end: 23 });
  });

  it('is lost with an edit that reaches into it', () => {
    for (const edit of [
      { offset: 12, length: 0, text: 'x' },
      { offset: 8, length: 3, text: '' },
      { offset: 19, length: 5, text: '' },
      { offset: 0, length: 30, text: '' },
    ]) {
      assert.equal(followed(stretch, [edit]), undefined);
    }
  });

  it('holds the same text as before, or is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 30 }),
        fc.nat(30),
        fc.nat(10),
        fc.nat(30),
        fc.nat(10),
        fc.string({ maxLength: 5 }),
        (text, from, length, offset, removed, inserted) => {
          const start = Math.min(from, text.length);
          const end = Math.min(start + length, text.length);
          const at = Math.min(offset, text.length);
          const edit = { offset: at, length: Math.min(removed, text.length - at), text: inserted };
          const after = text.slice(0, at) + inserted + text.slice(at + edit.length);
          const place = followed({ start, end }, [edit]);
          if (place) assert.equal(after.slice(place.start, place.end), text.slice(start, end));
        },
      ),
    );
  });
});

describe('What a person makes of a text', () => {
  const before = 'One.\n\n';
  const text = 'Two tells.';
  const stretch = { start: before.length, end: before.length + text.length };
  const whole = `${before}${text}\n\nThree.`;
  const afterwards = (isOpen: boolean, ...edits: readonly DocumentEdit[]) => {
    const place = grown(stretch, edits, isOpen);
    const ordered = [...edits].sort((one, other) => other.offset - one.offset);
    const made = ordered.reduce(
      (all, { offset, length, text: added }) => all.slice(0, offset) + added + all.slice(offset + length),
      whole,
    );
    return place && made.slice(place.start, place.end);
  };
  const at = (words: string) => whole.indexOf(words);

  it('is what stands in its place: words put in, taken out, and more at its end', () => {
    assert.equal(afterwards(true, { offset: at('tells'), length: 5, text: 'is told' }), 'Two is told.');
    assert.equal(afterwards(true, { offset: at('Two'), length: 4, text: '' }), 'tells.');
    assert.equal(afterwards(true, { offset: stretch.start, length: text.length, text: '' }), '');
    assert.equal(afterwards(true, { offset: stretch.start, length: 0, text: 'So: ' }), 'So: Two tells.');
    assert.equal(afterwards(true, { offset: stretch.end, length: 0, text: ' More.' }), 'Two tells. More.');
    const both = [
      { offset: at('tells'), length: 1, text: 'T' },
      { offset: 0, length: 3, text: 'The first' },
    ];
    assert.equal(afterwards(true, ...both), 'Two Tells.');
  });

  it('is not what is written before or behind it on lines of its own', () => {
    assert.equal(afterwards(true, { offset: stretch.end, length: 0, text: '\n\nFour.' }), text);
    assert.equal(afterwards(true, { offset: stretch.start, length: 0, text: 'Zero.\n\n' }), text);
    assert.equal(afterwards(true, { offset: 0, length: 4, text: 'None.' }), text);
    assert.equal(afterwards(true, { offset: at('Three'), length: 5, text: 'Four' }), text);
    // Of a text that ends with its line, the end is the next line's beginning.
    assert.equal(afterwards(false, { offset: stretch.end, length: 0, text: 'Next' }), text);
  });

  it('is not told any more once an edit reached over its bounds', () => {
    assert.equal(afterwards(true, { offset: at('Two') - 1, length: 3, text: '' }), undefined);
    assert.equal(afterwards(true, { offset: at('tells'), length: 8, text: '' }), undefined);
  });

  it('lies between the same texts as before, however often it is edited', () => {
    const piece = fc.string({ maxLength: 6 });
    const edit = fc.record({ offset: fc.nat(12), length: fc.nat(3), text: piece });
    fc.assert(
      fc.property(
        piece,
        piece,
        fc.string({ maxLength: 12 }),
        fc.array(edit, { maxLength: 6 }),
        (head, tail, own, edits) => {
          let [place, now] = [{ start: head.length, end: head.length + own.length }, `${head}${own}${tail}`];
          for (const { offset, length, text: added } of edits) {
            const from = Math.min(place.start + offset, place.end);
            const made = { offset: from, length: Math.min(length, place.end - from), text: `${added}.` };
            now = now.slice(0, from) + made.text + now.slice(from + made.length);
            const next = grown(place, [made], true);
            // Put in at the end behind a line break: outside.
            const isOutside = made.length === 0 && made.offset === place.end && /^[\r\n]/.test(made.text);
            assert.ok(next);
            if (isOutside) return;
            place = next;
            assert.deepEqual([now.slice(0, place.start), now.slice(place.end)], [head, tail]);
          }
        },
      ),
    );
  });
});
