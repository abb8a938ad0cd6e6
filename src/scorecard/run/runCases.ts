import type { Clock } from '../../base/clock.ts';
import { type Engine, memoryOf } from '../../tiers/engine.ts';
import { type Answerer, TierError, type TierErrorReason } from '../../tiers/tier.ts';
import type { CaseFile, TestCase } from '../cases/caseFile.ts';
import { hashOf } from '../cases/readCases.ts';
import { answered, type CaseOrigin, requestOf } from './asking.ts';
import { isSameRun, type RunIdentity } from './identity.ts';
import type { Runs } from './runFiles.ts';
import type { CaseRecord, CaseSpeed, RunRecord } from './runRecord.ts';

/** How often each case is asked: what is right only now and then is not right. */
export const usualRepeats = 3;

/** What is to be run. */
export interface RunPlan {
  readonly file: Pick<CaseFile, 'cases' | 'options'>;
  readonly origin: CaseOrigin;
  readonly model: { readonly name: string; readonly digest: string };
  readonly repeats: number;
  readonly machine: string;
  /** Names the run, if it is a new one. */
  readonly newId: string;
  /** Whether a run that was whole is made again. */
  readonly anew?: boolean;
}

/** Who does it. */
export interface RunParts {
  /** Takes its turn behind what a person asks for. */
  readonly answerer: Answerer;
  readonly engine: Pick<Engine, 'version' | 'running' | 'load'>;
  /** The engine's name, such as "Ollama". */
  readonly engineName: string;
  readonly runs: Runs;
  readonly clock: Clock;
  /** Resolves when the user is not at work, or at once after an abort. @returns whether there was a wait */
  readonly whenIdle: (signal: AbortSignal) => Promise<boolean>;
}

/** What happens meanwhile. */
export type RunEvent =
  | {
      readonly kind: 'progress';
      /** Cases that are done, those of an earlier try among them. */
      readonly done: number;
      readonly of: number;
      readonly title: string;
      /** About how long the rest takes, in milliseconds; undefined while nothing is known. */
      readonly leftMs: number | undefined;
    }
  | { readonly kind: 'loading' }
  | { readonly kind: 'resumed'; readonly done: number }
  | { readonly kind: 'case'; readonly record: CaseRecord };

/** How it ended. */
export type RunEnd =
  /** `cached`: it was made before, and would be the same. */
  | { readonly kind: 'whole'; readonly run: RunRecord; readonly cached: boolean }
  | { readonly kind: 'stopped'; readonly done: number }
  | { readonly kind: 'failed'; readonly error: TierError; readonly done: number };

/** Failures that are about the one case; every other one ends the run, which can go on later. */
const ofTheCase: ReadonlySet<TierErrorReason> = new Set(['tooLong', 'badRequest', 'cutShort', 'stalled']);

/** What is the same about all cases of a plan, and all runs of it. @throws {TierError} where the engine does not say its version */
async function identityOf(
  plan: RunPlan,
  { engine, engineName }: Pick<RunParts, 'engine' | 'engineName'>,
  signal: AbortSignal,
): Promise<RunIdentity> {
  const { file, model, repeats, machine } = plan;
  return {
    model: model.name,
    digest: model.digest,
    engine: `${engineName} ${await engine.version(signal)}`,
    options: { ...file.options, repeats },
    promptHash: hashOf([...new Set(file.cases.map(({ promptHash }) => promptHash))].sort()),
    datasetHash: hashOf(file.cases.map(({ id }) => id).sort()),
    machine,
  };
}

/**
 * Asks a model all cases of a file, one after the other, each several times, and keeps what came of each as it is done. A run that was
 * stopped goes on where it stopped; one that was whole is not made again. Leaving the loop, or aborting, ends the request.
 */
export async function* runCases(plan: RunPlan, parts: RunParts, signal: AbortSignal): AsyncGenerator<RunEvent, RunEnd> {
  let done = 0;
  try {
    const identity = await identityOf(plan, parts, signal);
    const earlier = (await parts.runs.all()).filter((run) => isSameRun(run.identity, identity));
    const whole = earlier.findLast((run) => run.endedAt !== undefined);
    if (whole && !plan.anew) return { kind: 'whole', run: whole, cached: true };
    const begun = earlier.findLast((run) => run.endedAt === undefined);
    const of = plan.file.cases.length;
    const id = begun?.id ?? plan.newId;
    const known = new Set(begun?.cases.map((record) => record.id));
    done = known.size;
    if (begun) yield { kind: 'resumed', done };
    else await parts.runs.start({ id, file: plan.origin.path, startedAt: parts.clock.now(), identity, of });
    await parts.whenIdle(signal);
    if (signal.aborted) return { kind: 'stopped', done };
    yield { kind: 'loading' };
    const loaded = await warmUp(plan, parts, signal);
    if (signal.aborted) return { kind: 'stopped', done };
    await parts.runs.loaded(id, begun?.coldLoadMs === undefined ? loaded : { ...loaded, coldLoadMs: begun.coldLoadMs });
    const left = plan.file.cases.filter((each) => !known.has(each.id));
    let tookMs = 0;
    for (const [index, each] of left.entries()) {
      const leftMs = index === 0 ? undefined : (tookMs / index) * (left.length - index);
      yield { kind: 'progress', done, of, title: each.title, leftMs };
      await parts.whenIdle(signal);
      if (signal.aborted) return { kind: 'stopped', done };
      const began = parts.clock.now();
      const record = await recordOf(each, plan, parts, signal);
      if (!record) return { kind: 'stopped', done };
      tookMs += parts.clock.now() - began;
      await parts.runs.add(id, record);
      done++;
      yield { kind: 'case', record };
    }
    await parts.runs.end(id, parts.clock.now());
    const run = (await parts.runs.all()).find((each) => each.id === id);
    if (!run) throw new Error('the run that was just written is not there');
    return { kind: 'whole', run, cached: false };
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped', done };
    if (error instanceof TierError) return { kind: 'failed', error, done };
    throw error;
  }
}

/** Loads the model, and lets it answer once: what the first request takes longer is not the case's fault. */
async function warmUp(
  plan: RunPlan,
  { engine, answerer, clock }: RunParts,
  signal: AbortSignal,
): Promise<Pick<RunRecord, 'coldLoadMs' | 'footprint'>> {
  const { model, file, origin } = plan;
  const { contextTokens } = file.options;
  // An engine that says no digest is believed by the name.
  const isIt = (running: { readonly digest?: string; readonly name: string }) =>
    (running.digest ?? model.digest) === model.digest && running.name === model.name;
  const wasLoaded = (await engine.running(signal)).some(
    (each) => isIt(each) && (each.contextTokens ?? contextTokens) === contextTokens,
  );
  const began = clock.now();
  await engine.load(model.name, contextTokens, signal);
  const coldLoadMs = clock.now() - began;
  const [first] = file.cases;
  if (first)
    await answered(answerer, { ...requestOf(first, file.options, model.name, origin), maximumTokens: 1 }, signal);
  const running = (await engine.running(signal)).find(isIt);
  const memory = running && memoryOf(running);
  return {
    ...(wasLoaded ? {} : { coldLoadMs }),
    ...(memory ? { footprint: memory } : {}),
  };
}

/** @returns undefined after an abort @throws {TierError} for what is not about this case */
async function recordOf(
  each: TestCase,
  plan: RunPlan,
  parts: RunParts,
  signal: AbortSignal,
): Promise<CaseRecord | undefined> {
  const request = requestOf(each, plan.file.options, plan.model.name, plan.origin);
  const passes: boolean[] = [];
  let failures: readonly string[] = [];
  let speed: CaseSpeed = { totalMs: 0 };
  for (let repeat = 0; repeat < plan.repeats; repeat++) {
    const found = await judgedOnce(each, request, parts, signal);
    if (!found) return undefined;
    passes.push(found.failures.length === 0);
    if (failures.length === 0) failures = found.failures;
    if (repeat === 0) speed = found.speed;
  }
  const { id, title, task, wasEscalated } = each;
  return { kind: 'case', id, title, task, wasEscalated, passes, failures, speed };
}

async function judgedOnce(
  each: TestCase,
  request: ReturnType<typeof requestOf>,
  { answerer, clock }: RunParts,
  signal: AbortSignal,
) {
  const began = clock.now();
  try {
    const answer = await answered(answerer, request, signal);
    if (!answer) return undefined;
    const { text, measured } = answer;
    const failures: string[] = [];
    for (const check of each.checks) {
      const { passed, found } = await check.judge({ text, totalMs: measured.totalMs });
      if (!passed)
        failures.push(found === '' || found.startsWith(check.name) ? found || check.name : `${check.name}: ${found}`);
    }
    return { failures, speed: speedIn(measured) };
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof TierError) || !ofTheCase.has(error.reason)) throw error;
    return { failures: [error.reason], speed: { totalMs: clock.now() - began } };
  }
}

function speedIn({ firstPieceMs, totalMs, promptTokens, promptMs, answerTokens, answerMs }: CaseSpeed): CaseSpeed {
  const all = { firstPieceMs, promptTokens, promptMs, answerTokens, answerMs };
  const known = Object.entries(all).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), totalMs };
}
