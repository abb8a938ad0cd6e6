import { hasPassed, type RunRecord } from '../run/runRecord.ts';
import { wilson } from '../statistics/wilson.ts';

/** A model over time: how much it passed of a task's cases. */
export interface TrendLine {
  readonly model: string;
  readonly points: readonly TrendPoint[];
}

/** One run. */
export interface TrendPoint {
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly passed: number;
  readonly total: number;
  /** The share, and from where to where it may lie, 0 to 1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Another digest of the model than in its run before. */
  readonly isNewDigest: boolean;
}

/**
 * How whole runs went over time, a line for each model; only those that asked the same cases in the same way on the same machine as the
 * newest, as others cannot be compared.
 * @param task left out: all of them
 */
export function trendOf(
  runs: readonly RunRecord[],
  alike: (run: RunRecord) => boolean,
  task?: string,
): readonly TrendLine[] {
  const lines = new Map<string, TrendPoint[]>();
  const digests = new Map<string, string>();
  for (const run of runs) {
    if (run.endedAt === undefined || !alike(run)) continue;
    const { model, digest } = run.identity;
    const cases = run.cases.filter((each) => task === undefined || each.task === task);
    if (cases.length === 0) continue;
    const passed = cases.filter(hasPassed).length;
    const total = cases.length;
    const isNewDigest = (digests.get(model) ?? digest) !== digest;
    digests.set(model, digest);
    const point = {
      run: run.id,
      at: run.startedAt,
      passed,
      total,
      share: passed / total,
      ...wilson(passed, total),
      isNewDigest,
    };
    const line = lines.get(model);
    if (line) line.push(point);
    else lines.set(model, [point]);
  }
  return [...lines].map(([model, points]) => ({ model, points }));
}
