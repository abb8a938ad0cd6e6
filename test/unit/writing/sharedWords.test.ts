import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sharedWords } from '../../../src/writing/sharedWords.ts';

const split = (text: string) => text.split(' ');

/** The texts with what only one of them has in brackets, as a reader sees the marks. */
function marked(first: string, second: string): readonly [string, string] {
  const shared = sharedWords(split(first), split(second));
  assert.ok(shared);
  const show = (text: string, marks: readonly boolean[]) =>
    split(text)
      .map((word, index) => (marks[index] ? word : `[${word}]`))
      .join(' ');
  return [show(first, shared.first), show(second, shared.second)];
}

describe('What two answers share', () => {
  it('is phrases, not single words', () => {
    assert.deepEqual(marked('it sorts the list in place', 'it sorts the array in a copy'), [
      'it sorts the [list] [in] [place]',
      'it sorts the [array] [in] [a] [copy]',
    ]);
  });

  it('is everything when they are the same, however short', () => {
    assert.deepEqual(sharedWords(['yes'], ['yes']), { first: [true], second: [true], share: 1 });
    assert.deepEqual(sharedWords([], []), { first: [], second: [], share: 1 });
  });

  it('is nothing when they have only small words in common', () => {
    assert.equal(sharedWords(split('the cat of one'), split('a dog of two'))?.share, 0);
  });

  it('is not looked for in long texts that differ throughout', () => {
    const words = (letter: string) => Array.from({ length: 3000 }, (_, index) => `${letter}${index}`);
    assert.equal(sharedWords(words('a'), words('b')), undefined);
  });

  it('is the same words on both sides, in the same order', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(word, { maxLength: 40 }), (first, second) => {
        const shared = sharedWords(first, second);
        assert.ok(shared);
        assert.equal(shared.first.length, first.length);
        assert.equal(shared.second.length, second.length);
        assert.deepEqual(
          first.filter((_, index) => shared.first[index]),
          second.filter((_, index) => shared.second[index]),
        );
        assert.ok(shared.share >= 0 && shared.share <= 1);
      }),
    );
  });
});
