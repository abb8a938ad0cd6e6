import { takeOverview } from '../../models/overview.ts';
import { candidatesFor } from '../../models/recommend.ts';
import type { MeasuredSpeed } from '../../models/typingSpeed.ts';
import { type RunRecord, speedOf } from '../../scorecard/run/runRecord.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/** How fast a model is, and whether that was seen; else it is judged by its size, from the model nearest in size that was measured. */
export interface LikelySpeed {
  readonly speed: MeasuredSpeed;
  readonly isMeasured: boolean;
}

/** How fast each installed model is, as far as anything is known of it. @param machine see `machineOf` */
export async function likelySpeeds(
  parts: ScorecardParts,
  runs: readonly RunRecord[],
  machine: string,
): Promise<ReadonlyMap<string, LikelySpeed>> {
  const seen = (model: string) => whole(parts.speedOf(model)) ?? ofRuns(model, runs, machine);
  const { circumstances } = await takeOverview({ ...parts, speedOf: seen }, new AbortController().signal);
  return new Map(
    candidatesFor('tasks', circumstances).flatMap(({ name, speed, isMeasured }) =>
      speed ? [[name, { speed, isMeasured }] as const] : [],
    ),
  );
}

/** As it was in its last run on this machine. */
function ofRuns(model: string, runs: readonly RunRecord[], machine: string): MeasuredSpeed | undefined {
  const last = runs.findLast(({ identity }) => identity.model === model && identity.machine === machine);
  if (!last) return undefined;
  const { promptTokensPerSecond: reads, answerTokensPerSecond: writes } = speedOf(last);
  return reads && writes ? { readTokensPerSecond: reads, writeTokensPerSecond: writes } : undefined;
}

const whole = (speed: MeasuredSpeed | undefined) =>
  speed?.readTokensPerSecond && speed.writeTokensPerSecond ? speed : undefined;
