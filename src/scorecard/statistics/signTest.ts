/**
 * How likely it is that two models of the same quality disagree at least as unevenly as they did, in either direction: the exact
 * two-sided sign test, by the binomial distribution with a half. Cases on which both did alike say nothing and are not given.
 * (Conover, Practical Nonparametric Statistics, 3rd edition, 3.4.)
 * @param more, fewer cases that only the one, and only the other, passed
 * @returns 0 to 1; 1 where they disagree on nothing
 */
export function signTest(more: number, fewer: number): number {
  const total = more + fewer;
  const least = Math.min(more, fewer);
  let tail = 0;
  for (let count = 0; count <= least; count++) tail += Math.exp(logChoose(total, count) - total * Math.LN2);
  return Math.min(1, 2 * tail);
}

/** The logarithm of how many ways there are to choose: as a number it would overflow beyond a thousand cases. */
function logChoose(total: number, count: number): number {
  let sum = 0;
  for (let factor = 1; factor <= count; factor++) sum += Math.log((total - count + factor) / factor);
  return sum;
}
