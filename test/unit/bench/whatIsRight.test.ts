import assert from 'node:assert/strict';
import { bootstrap } from '../../bench/measure/bootstrap.ts';
import { figures, quantile } from '../../bench/measure/figures.ts';
import { newPlayed } from '../../bench/measure/played.ts';
import { isRight, rightPart } from '../../bench/measure/rightness.ts';

describe('Whether a suggestion is right', () => {
  for (const [visible, future, right] of [
    ['total;', 'total;\n}', true],
    ['total;\n}', 'total;\n}', true],
    ['total;\nwrong', 'total;\n}', true],
    ['tot', 'total;\n}', false],
    ['total; // more', 'total;\n}', false],
    ['sum;', 'total;\n}', false],
    ['\n  next();', '\n  next();\n}', true],
    ['\n  nexx', '\n  next();\n}', false],
    ['\n\n  next();', '\n\n  next();\n}', true],
    ['total;', 'total;', true],
    ['anything', '', false],
  ] as const) {
    it(`${JSON.stringify(visible)} before ${JSON.stringify(future)}: ${right ? 'right' : 'wrong'}`, () => {
      assert.equal(isRight(visible, future), right);
    });
  }

  it('the part that is right ends with a line', () => {
    assert.equal(rightPart('a;\nb;\nx', 'a;\nb;\nc;'), 'a;\nb;');
    assert.equal(rightPart('a;\nb', 'a;\nbc'), 'a;');
    assert.equal(rightPart('\n  a;\nx', '\n  a;\nb'), '\n  a;');
    assert.equal(rightPart('x', 'a'), '');
    assert.equal(rightPart('a;', 'a;'), 'a;');
  });
});

describe('Figures', () => {
  it('are counted over all keys, not averaged over pieces', () => {
    const short = { ...newPlayed('short'), keys: 10, looks: 10, right: 10, requests: 1 };
    const long = { ...newPlayed('long'), keys: 90, looks: 90, right: 0, requests: 0 };
    assert.equal(figures.right([short, long]), 0.1);
    assert.equal(figures.requestsPer100Keys([short, long]), 1);
  });

  it('quantiles are values that occurred', () => {
    assert.equal(quantile(0.5, [4, 1, 3, 2]), 2);
    assert.equal(quantile(0.95, [4, 1, 3, 2]), 4);
    assert.ok(Number.isNaN(quantile(0.5, [])));
  });

  it('the bootstrap gives the same interval for the same seed, around the figure, and narrower for more samples', () => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const few = Array.from({ length: 20 }, (_, index) => index % 10);
    const many = Array.from({ length: 500 }, (_, index) => index % 10);
    const wide = bootstrap(few, mean, ['a']);
    const narrow = bootstrap(many, mean, ['a']);
    assert.deepEqual(bootstrap(few, mean, ['a']), wide);
    assert.ok(wide.low < 4.5 && 4.5 < wide.high);
    assert.ok(narrow.high - narrow.low < (wide.high - wide.low) / 3);
    // The standard error of this mean is 2.87 / √20; the interval is about 1.96 of it on either side.
    assert.ok(Math.abs(wide.high - wide.low - 2 * 1.96 * (2.87 / Math.sqrt(20))) < 0.4, JSON.stringify(wide));
  });
});
