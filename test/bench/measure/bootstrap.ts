import { randomFor } from '../physics/random.ts';

/** The middle 95 % of what a figure could have been with other samples of the same kind. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The percentile bootstrap (Efron, 1979): draws as many samples as there are, with replacement, again and again. What is
 * drawn are whole groups such as pieces, because the keys within one are not independent of each other.
 * @param seed the words that decide the draws; the same ones always give the same interval
 */
export function bootstrap<Sample>(
  samples: readonly Sample[],
  figure: (samples: readonly Sample[]) => number,
  seed: readonly (string | number)[],
  rounds = 500,
): Interval {
  const random = randomFor('bootstrap', ...seed);
  const values = Array.from({ length: rounds }, () =>
    figure(samples.map((sample) => samples[Math.floor(random() * samples.length)] ?? sample)),
  ).sort((one, other) => one - other);
  const at = (share: number) => values[Math.round(share * (rounds - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
