import type { RunIdentity } from './identity.ts';

/** How fast an answer was, in milliseconds and tokens. Absent where the engine does not say. */
export interface CaseSpeed {
  readonly firstPieceMs?: number;
  readonly totalMs: number;
  readonly promptTokens?: number;
  readonly promptMs?: number;
  readonly answerTokens?: number;
  readonly answerMs?: number;
}

/** What came of a case. */
export interface CaseRecord {
  readonly kind: 'case';
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly wasEscalated: boolean;
  /** Whether each repeat passed every check. */
  readonly passes: readonly boolean[];
  /** What the first repeat that did not pass failed at, as "check: what was found". */
  readonly failures: readonly string[];
  /** Of the first repeat: the engine has the others' prompt still in memory. */
  readonly speed: CaseSpeed;
}

/** How much memory a model takes while it runs. */
export interface Footprint {
  readonly sizeBytes: number;
  /** How much of that is on the GPU. */
  readonly gpuBytes: number;
}

/** A run of a file's cases by one model, whole or as far as it came. */
export interface RunRecord {
  readonly id: string;
  /** The file's name, as people know it. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly identity: RunIdentity;
  /** How many cases there are. */
  readonly of: number;
  readonly cases: readonly CaseRecord[];
  /** From nothing to a loaded model, in milliseconds; absent where it was loaded already. */
  readonly coldLoadMs?: number;
  readonly footprint?: Footprint;
  /** When its last case was done; absent: it was stopped before, and can go on. */
  readonly endedAt?: number;
}

/** Whether a case passed: in every repeat, as nobody can rely on an answer that is right now and then. */
export function hasPassed({ passes }: CaseRecord): boolean {
  return passes.length > 0 && passes.every(Boolean);
}

/** Whether a case passed in some repeats only. */
export function hasFlipped({ passes }: CaseRecord): boolean {
  return passes.some(Boolean) && !passes.every(Boolean);
}

/** How fast a run was as a whole. Tokens a second are those of all cases together; the first piece is the median's. */
export interface RunSpeed {
  readonly promptTokensPerSecond?: number;
  readonly answerTokensPerSecond?: number;
  readonly firstPieceMs?: number;
}

export function speedOf({ cases }: Pick<RunRecord, 'cases'>): RunSpeed {
  const speeds = cases.map(({ speed }) => speed);
  const first = speeds.flatMap(({ firstPieceMs }) => firstPieceMs ?? []).sort((one, other) => one - other);
  const median = first[Math.floor((first.length - 1) / 2)];
  const prompt = rate(speeds.map(({ promptTokens, promptMs }) => [promptTokens, promptMs]));
  const answer = rate(speeds.map(({ answerTokens, answerMs }) => [answerTokens, answerMs]));
  return {
    ...(prompt === undefined ? {} : { promptTokensPerSecond: prompt }),
    ...(answer === undefined ? {} : { answerTokensPerSecond: answer }),
    ...(median === undefined ? {} : { firstPieceMs: median }),
  };
}

function rate(pairs: readonly (readonly [tokens: number | undefined, ms: number | undefined])[]): number | undefined {
  let [tokens, ms] = [0, 0];
  for (const [count, took] of pairs) {
    if (count === undefined || took === undefined) continue;
    tokens += count;
    ms += took;
  }
  return ms > 0 ? (tokens / ms) * 1000 : undefined;
}

/** Two models are in one class where neither takes over 15 % more memory: else the larger one should be the better. */
const classWidth = 0.15;

/** Whether two runs took about the same memory; undefined where one of them is not known. On a GPU, what is there counts. */
export function sameFootprint(first: Footprint | undefined, second: Footprint | undefined): boolean | undefined {
  if (!first || !second) return undefined;
  const [one, other] = [first, second].map(({ sizeBytes, gpuBytes }) => gpuBytes || sizeBytes);
  if (!one || !other) return undefined;
  return Math.max(one, other) <= Math.min(one, other) * (1 + classWidth);
}
