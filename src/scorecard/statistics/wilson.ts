/** From where to where a share may lie, 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal distribution has 95 % within this many standard deviations. */
const z = 1.959963984540054;

/**
 * Where the share of cases that a model passes lies, by those that were tried: Wilson's score interval of 95 %, without correction for
 * continuity. (Wilson 1927; method 3 of Newcombe, Statistics in Medicine 17, 1998, which finds it right also for few cases, and for none
 * or all passed.)
 * @returns all that is possible where nothing was tried
 */
export function wilson(passed: number, total: number): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = passed / total;
  const middle = share + z ** 2 / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const size = 1 + z ** 2 / total;
  // With none and with all passed, rounding would leave the bound just beside 0 and 1.
  return {
    low: passed === 0 ? 0 : (middle - half) / size,
    high: passed === total ? 1 : (middle + half) / size,
  };
}
