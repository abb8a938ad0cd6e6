import type { Played } from './played.ts';

/** A figure made of many pieces, counted together: long pieces weigh more than short ones. */
export type Figure = (played: readonly Played[]) => number;

const sum = (played: readonly Played[], count: (one: Played) => number) =>
  played.reduce((total, one) => total + count(one), 0);

/** One count over another one. */
const share =
  (part: (one: Played) => number, whole: (one: Played) => number, times = 1): Figure =>
  (played) =>
    (times * sum(played, part)) / sum(played, whole);

const total =
  (count: (one: Played) => number): Figure =>
  (played) =>
    sum(played, count);

/** Everything that a run is judged by. */
export const figures = {
  evaluatedPerKey: share(
    (one) => one.evaluatedTokens,
    (one) => one.keys,
  ),
  requestsPer100Keys: share(
    (one) => one.requests,
    (one) => one.keys,
    100,
  ),
  right: share(
    (one) => one.right,
    (one) => one.looks,
  ),
  wrong: share(
    (one) => one.wrong,
    (one) => one.looks,
  ),
  p50: (played) => quantile(0.5, latenciesOf(played)),
  p95: (played) => quantile(0.95, latenciesOf(played)),
  accepted: total((one) => one.acceptedCharacters),
  flickers: total((one) => one.flickers),
  duplicates: total((one) => one.duplicates),
  overruns: total((one) => one.overruns),
} satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

const latenciesOf = (played: readonly Played[]) => played.flatMap((one) => one.latencies);

/** The value below which a share of the values lies (nearest rank); NaN of nothing. */
export function quantile(share: number, values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
