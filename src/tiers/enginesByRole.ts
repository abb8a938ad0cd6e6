import type { Engine, EngineModel, RunningModel } from './engine.ts';
import type { Failover } from './failover.ts';
import type { Answerer, AnswerRequest, Completer, CompletionRequest, TierEvent } from './tier.ts';

/** The engines for completions and for tasks; most often both are one. */
export interface RoleEngines {
  readonly completion: Failover;
  readonly tasks: Failover;
  /** Whether they are at the same addresses now. */
  readonly areOne: () => boolean;
}

/** The engines as one: what is completed goes to the one for completions, what is answered to the other. */
export class EnginesByRole implements Completer, Answerer, Engine {
  readonly #engines: RoleEngines;

  constructor(engines: RoleEngines) {
    this.#engines = engines;
  }

  /** Of the engine for completions, which is asked far more often. */
  get name(): string {
    return this.#engines.completion.name;
  }

  get keepsModels(): boolean {
    return this.#engines.completion.keepsModels;
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    return this.#engines.completion.complete(request, signal);
  }

  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    return this.#engines.tasks.answer(request, signal);
  }

  version(signal: AbortSignal): Promise<string> {
    return this.#engines.completion.version(signal);
  }

  /** What both have. A model that only one of them has serves in its role only. */
  async models(signal: AbortSignal): Promise<readonly EngineModel[]> {
    const { completion, tasks, areOne } = this.#engines;
    if (areOne()) return completion.models(signal);
    const [completing, answering] = await ofBoth([completion.models(signal), tasks.models(signal)]);
    const has = (models: readonly EngineModel[], name: string) => models.some((each) => each.name === name);
    return [
      ...completing.map((model) => (has(answering, model.name) ? model : { ...model, only: 'completion' as const })),
      ...answering.filter(({ name }) => !has(completing, name)).map((model) => ({ ...model, only: 'tasks' as const })),
    ];
  }

  async running(signal: AbortSignal): Promise<readonly RunningModel[]> {
    const { completion, tasks, areOne } = this.#engines;
    if (areOne()) return completion.running(signal);
    const [completing, answering] = await ofBoth([completion.running(signal), tasks.running(signal)]);
    return [...completing, ...answering.filter(({ name }) => !completing.some((each) => each.name === name))];
  }

  async load(model: string, contextTokens: number, signal: AbortSignal): Promise<void> {
    const { completion, tasks, areOne } = this.#engines;
    const isThere = areOne() || (await completion.models(signal)).some(({ name }) => name === model);
    await (isThere ? completion : tasks).load(model, contextTokens, signal);
  }
}

/** What both say; one that does not answer says nothing, and only both together are a failure. */
async function ofBoth<T>(
  questions: readonly [Promise<readonly T[]>, Promise<readonly T[]>],
): Promise<readonly [readonly T[], readonly T[]]> {
  const [one, other] = await Promise.allSettled(questions);
  if (one.status === 'rejected' && other.status === 'rejected') throw one.reason;
  return [one.status === 'fulfilled' ? one.value : [], other.status === 'fulfilled' ? other.value : []];
}
