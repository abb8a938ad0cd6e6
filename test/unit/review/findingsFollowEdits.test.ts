import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FindingList, PlacesSince } from '../../../src/review/findingList.ts';
import type { DocumentEdit } from '../../../src/review/following.ts';

const text = 'It is in teh house, and it do not works.';
const place = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const edit = (offset: number, length: number, added: string): DocumentEdit => ({ offset, length, text: added });

/** A list with "teh" and "do" in it. */
function list(): FindingList<ReturnType<typeof place>> {
  const made = new FindingList<ReturnType<typeof place>>();
  assert.ok(made.add(place('teh')) && made.add(place('do')));
  return made;
}

describe('Mistakes follow the edits around them', () => {
  it('one that stands over another is not added', () => {
    const made = list();
    assert.equal(made.add(place('in teh house')), false);
    assert.equal(made.add(place('teh')), false);
    assert.ok(made.add(place(' house')));
    assert.equal(made.size, 3);
  });

  it('remarks may stand over one another', () => {
    const made = new FindingList<ReturnType<typeof place>>({ mayOverlap: true });
    assert.ok(made.add(place('teh')) && made.add(place('in teh house')) && made.add(place('teh')));
    assert.equal(made.size, 3);
  });

  it('moves them, and takes away those whose words changed', () => {
    const end = place('teh').end;
    for (const [what, edits, result, left] of [
      ['before', [edit(0, 2, 'That thing')], 'moved', 2],
      ['behind', [edit(text.length, 0, ' End')], 'same', 2],
      ['within', [edit(place('teh').start + 1, 1, '')], 'gone', 1],
      ['a letter right behind', [edit(end, 0, 'm')], 'gone', 1],
      ['a letter right before', [edit(place('teh').start, 0, 'm')], 'gone', 1],
      ['a space right before', [edit(place('teh').start, 0, ' ')], 'moved', 2],
      ['the space behind taken away', [edit(end, 1, '')], 'gone', 1],
      ['a comma right behind', [edit(end, 0, ',')], 'moved', 2],
      ['two at once', [edit(place('do').start, 2, 'does'), edit(0, 0, 'So ')], 'gone', 1],
    ] as const) {
      const made = list();
      assert.equal(made.follow(edits), result, what);
      assert.equal(made.size, left, what);
    }
  });

  it('is found by a cursor anywhere in it or at its end', () => {
    const made = list();
    const at = (offset: number) => made.at({ start: offset, end: offset }).length;
    const { start, end } = place('teh');
    assert.deepEqual([start - 1, start, end, end + 1].map(at), [0, 1, 1, 0]);
  });

  it('whatever is edited, what is left stands for the same words, and so does what was found meanwhile', () => {
    const change = fc.tuple(fc.nat(60), fc.nat(4), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const made = list();
        const since = new PlacesSince();
        let now = text;
        for (const [at, size, added] of changes) {
          const offset = Math.min(at, now.length);
          const length = Math.min(size, now.length - offset);
          now = now.slice(0, offset) + added + now.slice(offset + length);
          made.follow([edit(offset, length, added)]);
          since.follow([edit(offset, length, added)]);
        }
        const words = made.all.map(([, one]) => now.slice(one.start, one.end));
        for (const word of words) assert.ok(word === 'teh' || word === 'do');
        const later = ['teh', 'do'].map((word) => since.now(place(word))).filter((found) => found !== undefined);
        assert.deepEqual(
          later.map(({ start, end }) => now.slice(start, end)),
          words,
        );
      }),
    );
  });
});
