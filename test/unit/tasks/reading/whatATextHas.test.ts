import assert from 'node:assert/strict';
import fc from 'fast-check';
import { occurrence } from '../../../../src/tasks/reading/occurs.ts';

describe('whether a value stands in a text', () => {
  for (const [value, text, found] of [
    ['12', 'from 2012 on', undefined],
    ['12', 'in 12 rooms', '12'],
    ['12 %', 'about 12 % of it', '12 %'],
    ['call Ann', 'Please **call\n  Ann** today.', 'call\n  Ann'],
    ['it’s', "and it's done", "it's"],
    ['A – B', 'from a - b', 'a - b'],
    ['Ann', 'Annabel and Hannah', undefined],
    ['Müller', 'Frau MÜLLER kam', 'MÜLLER'],
    ['東京', '明日は東京に行く', '東京'],
    ['', 'anything', undefined],
    ['  ', 'any thing', undefined],
    ['1,200', 'it cost 1200', undefined],
    ['204', 'from 1,204 ms', undefined],
    ['1,204', 'from 1,204 ms', '1,204'],
    ['96', '96.5.', undefined],
    ['96.5', '96.5.', '96.5'],
    ['2026', 'on 3.5.2026', '2026'],
    ['2', 'rooms 1,2,3', '2'],
    ['7', 'rooms 7, 8.', '7'],
    ['İ', 'İstanbul, İ', 'İ'],
  ] as const) {
    it(`${JSON.stringify(value)} in ${JSON.stringify(text)}: ${found ?? 'no'}`, () => {
      const place = occurrence(value, text);
      assert.equal(place && text.slice(place.start, place.end), found);
    });
  }

  it('finds every whole word of a text where it stands', () => {
    const word = fc.stringMatching(/^[a-zäß0-9]{1,6}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.nat(), (words, pick) => {
        const text = words.join(' — ');
        const wanted = words[pick % words.length] ?? '';
        const place = occurrence(wanted.toUpperCase().length === wanted.length ? wanted.toUpperCase() : wanted, text);
        assert.equal(place && text.slice(place.start, place.end), wanted);
      }),
    );
  });
});
