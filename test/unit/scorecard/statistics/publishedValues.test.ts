import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare } from '../../../../src/scorecard/statistics/comparison.ts';
import { comparisonInWords, scoreInWords, verdictInWords } from '../../../../src/scorecard/statistics/inWords.ts';
import { signTest } from '../../../../src/scorecard/statistics/signTest.ts';
import { verdictOf } from '../../../../src/scorecard/statistics/verdict.ts';
import { wilson } from '../../../../src/scorecard/statistics/wilson.ts';
import { english } from '../../../../src/scorecard/words.ts';

const counts = fc.nat({ max: 400 });

describe('The exact sign test', () => {
  for (const [more, fewer, chance, source] of [
    // Zar, Biostatistical Analysis: the legs of ten deer (also in Wikipedia, "Sign test"); P = 0.10938.
    [8, 2, 0.10938, 'Zar, deer legs'],
    // Conover, Practical Nonparametric Statistics, 3.4: of ten customers one prefers A, eight B; one-sided P = 0.0195.
    [8, 1, 2 * 0.01953, 'Conover, items A and B'],
    // By hand: 2 of the 32 ways in which five coins can fall.
    [5, 0, 2 / 32, 'five coins'],
  ] as const) {
    it(`${more} to ${fewer}, as published: ${source}`, () => {
      assert.ok(Math.abs(signTest(more, fewer) - chance) < 5e-5, String(signTest(more, fewer)));
    });
  }

  // Triola, Elementary Statistics, table A-7: the largest count of the less frequent sign that is significant, by n from 1 to 25.
  for (const [level, critical] of [
    [0.05, [-1, -1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7]],
    [0.01, [-1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5]],
  ] as const) {
    it(`has the critical values of Triola's table A-7 for ${level}, two tails`, () => {
      const found = critical.map((_, index) => {
        const total = index + 1;
        const significant = Array.from({ length: Math.floor(total / 2) + 1 }, (_, fewer) => fewer).filter(
          (fewer) => signTest(total - fewer, fewer) <= level,
        );
        return significant.at(-1) ?? -1;
      });
      assert.deepEqual(found, critical);
    });
  }

  it('does not care which side is which, is certain where nobody is ahead, and never overflows', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const chance = signTest(a, b);
        assert.ok(chance > 0 || a + b > 100);
        assert.ok(chance <= 1);
        assert.ok(Math.abs(chance - signTest(b, a)) < 1e-12);
      }),
    );
    assert.equal(signTest(0, 0), 1);
    assert.ok(Math.abs(signTest(2500, 2500) - 1) < 1e-9);
  });
});

describe("Wilson's interval", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
  for (const [passed, total, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    it(`${passed} of ${total}, as published by Newcombe`, () => {
      const found = wilson(passed, total);
      assert.deepEqual([found.low.toFixed(4), found.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
    });
  }

  it('holds the share, stays between 0 and 1, and gets narrower with more cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (total, seed) => {
        const passed = seed % (total + 1);
        const { low, high } = wilson(passed, total);
        assert.ok(low >= 0 && low <= passed / total && high >= passed / total && high <= 1);
        const more = wilson(passed * 4, total * 4);
        assert.ok(more.high - more.low < high - low);
      }),
    );
    assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
  });
});

describe('The verdict on a task', () => {
  for (const [passed, total, words] of [
    [0, 0, 'Undecided: add 4 cases'],
    [3, 3, 'Undecided: add 1 case'],
    [4, 4, 'Local with review'],
    [8, 8, 'Local with review'],
    [9, 9, 'Local suffices'],
    [16, 20, 'Local with review'],
    [40, 45, 'Local suffices'],
    [0, 3, 'Undecided: add 1 case'],
    [0, 4, 'Escalation worthwhile'],
    [5, 20, 'Escalation worthwhile'],
    [1, 2, 'Undecided: add 6 cases'],
    [10, 20, 'Undecided: it is close, more than 100 cases would be needed'],
  ] as const) {
    it(`${passed} of ${total}: ${words}`, () => {
      assert.equal(verdictInWords(verdictOf({ passed, total }), english), words);
    });
  }

  it('keeps its word: with the cases it asks for it can be decided', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (total, seed) => {
        const passed = seed % (total + 1);
        const verdict = verdictOf({ passed, total });
        if (verdict.kind !== 'undecided' || verdict.further === undefined) return;
        const then = total + verdict.further;
        const ends = [Math.round((passed / total) * then), passed, passed + verdict.further];
        assert.ok(ends.some((end) => verdictOf({ passed: end, total: then }).kind !== 'undecided'));
      }),
    );
  });
});

describe('A comparison of two models', () => {
  const results = (passed: number, failed: number, from = 0) =>
    Array.from({ length: passed + failed }, (_, index) => [`case ${from + index}`, index < passed] as const);
  const opposed = (onlyFirst: number, onlySecond: number, both: number) => ({
    first: new Map([...results(onlyFirst, onlySecond), ...results(both, 0, 1000)]),
    second: new Map([
      ...results(onlyFirst, onlySecond).map(([id, passed]) => [id, !passed] as const),
      ...results(both, 0, 1000),
    ]),
  });
  const names = { first: 'A', second: 'B' };

  it('calls 8 to 1 clear and 5 to 0 not, in words', () => {
    const clear = opposed(8, 1, 11);
    const words = comparisonInWords(compare(clear.first, clear.second), names, english);
    assert.equal(
      words,
      'A alone passes 8, B alone 1: A is clearly better. Chance would do this in 39 of 1,000 comparisons.',
    );
    const unclear = opposed(0, 5, 15);
    assert.equal(
      comparisonInWords(compare(unclear.first, unclear.second), names, english),
      'A alone passes 0, B alone 5: no clear difference. 6 to 0 would be one.',
    );
  });

  it('leaves out what only one was tried on', () => {
    const { first, second, onlyFirst } = compare(new Map([...results(3, 0), ['alone', true]]), new Map(results(2, 1)));
    assert.deepEqual([first, second, onlyFirst], [{ passed: 3, total: 3 }, { passed: 2, total: 3 }, 1]);
    assert.equal(comparisonInWords(compare(new Map(), new Map()), names, english), 'They have no case in common.');
    const same = new Map(results(2, 3));
    assert.equal(comparisonInWords(compare(same, same), names, english), 'They agree on all 5 cases.');
  });

  it('says of a share from where to where it may lie', () => {
    assert.equal(scoreInWords({ passed: 16, total: 20 }, english), '16 of 20, so 58–92 %');
    assert.equal(scoreInWords({ passed: 0, total: 0 }, english), 'no cases yet');
  });
});
