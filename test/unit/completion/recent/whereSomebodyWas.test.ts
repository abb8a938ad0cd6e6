import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentPlaces } from '../../../../src/completion/recent/places.ts';

const file = 'file:///project/a.ts';
/** An edit within one line. */
const onLine = (first: number) => ({ first, removed: 0, added: 0 });

describe('where somebody was in a file', () => {
  it('nowhere, at first', () => assert.deepEqual(new RecentPlaces().in(file), []));

  it('the place edited last first, three of them', () => {
    const places = new RecentPlaces();
    for (const line of [10, 50, 90, 130]) places.edited(file, onLine(line));
    assert.deepEqual(
      places.in(file).map(({ first }) => first),
      [130, 90, 50],
    );
  });

  it('edits close to each other are one place', () => {
    const places = new RecentPlaces();
    for (const line of [10, 50, 14, 6]) places.edited(file, onLine(line));
    assert.deepEqual(places.in(file), [
      { kind: 'edited', first: 6, last: 14 },
      { kind: 'edited', first: 50, last: 50 },
    ]);
  });

  it('a place that has grown long is where it was edited last', () => {
    const places = new RecentPlaces();
    for (let line = 0; line <= 40; line += 5) places.edited(file, onLine(line));
    const [place] = places.in(file);
    assert.ok(place && place.last - place.first < 30 && place.last >= 40, JSON.stringify(place));
  });

  it('lines that are put in belong to it', () => {
    const places = new RecentPlaces();
    places.edited(file, { first: 10, removed: 0, added: 5 });
    assert.deepEqual(places.in(file), [{ kind: 'edited', first: 10, last: 15 }]);
  });

  it('one place that was looked at beside those that were edited', () => {
    const places = new RecentPlaces();
    places.edited(file, onLine(10));
    places.viewed(file, 50, 60);
    places.viewed(file, -3, 5);
    assert.deepEqual(places.in(file), [
      { kind: 'viewed', first: 0, last: 5 },
      { kind: 'edited', first: 10, last: 10 },
    ]);
  });

  it('nowhere in a file that is gone, nor in another one', () => {
    const places = new RecentPlaces();
    places.edited(file, onLine(10));
    assert.deepEqual(places.in('file:///project/b.ts'), []);
    places.forget(file);
    assert.deepEqual(places.in(file), []);
  });

  it('nowhere in a file after twelve others', () => {
    const places = new RecentPlaces();
    for (let index = 0; index < 13; index++) places.edited(`${file}${index}`, onLine(10));
    assert.deepEqual(places.in(`${file}0`), []);
    assert.equal(places.in(`${file}1`).length, 1);
  });

  it('a place stays where its text is, whatever is put in and taken away around it', () => {
    const edits = fc.array(
      fc.record({ first: fc.nat(60), removed: fc.nat(6), added: fc.nat(6) }).map((edit) => edit),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(edits, (all) => {
        const places = new RecentPlaces();
        let lines = Array.from({ length: 80 }, (_, line) => `line ${line}`);
        places.viewed(file, 30, 34);
        for (const edit of all) {
          // Edits that touch the place change what it is.
          const [place] = places.in(file);
          assert.ok(place);
          if (edit.first <= place.last && edit.first + edit.removed >= place.first) continue;
          if (edit.first + edit.removed >= lines.length) continue;
          const put = Array.from({ length: edit.added }, () => 'new');
          lines = [...lines.slice(0, edit.first + 1), ...put, ...lines.slice(edit.first + edit.removed + 1)];
          places.moved(file, edit);
        }
        const [place] = places.in(file);
        assert.deepEqual(
          lines.slice(place?.first, (place?.last ?? 0) + 1),
          [30, 31, 32, 33, 34].map((n) => `line ${n}`),
        );
      }),
    );
  });

  it('a place never ends before it begins, nor begins before the file, whatever is edited', () => {
    const edits = fc.array(fc.record({ first: fc.nat(60), removed: fc.nat(20), added: fc.nat(20), by: fc.boolean() }));
    fc.assert(
      fc.property(edits, (all) => {
        const places = new RecentPlaces();
        places.viewed(file, 20, 40);
        for (const { by, ...edit } of all) {
          if (by) places.edited(file, edit);
          else places.moved(file, edit);
          for (const { first, last } of places.in(file)) assert.ok(0 <= first && first <= last);
          assert.ok(places.in(file).length <= 4);
        }
      }),
    );
  });
});
