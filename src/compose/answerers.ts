import { localExclusions } from '../editor/privacy/localExclusions.ts';
import type { TaskRunnerParts } from '../editor/tasks/taskRunner.ts';
import { ToolCallers } from '../models/toolCallers.ts';
import { type KeepingHere, keepingHere } from '../privacy/keepingHere.ts';
import { closing } from '../tiers/guarded.ts';
import { noticingCuts } from '../tiers/noticingCuts.ts';
import type { EnginePlace } from '../tiers/ownEngines.ts';
import { retryingOnce } from '../tiers/retry.ts';
import type { Answerer } from '../tiers/tier.ts';
import type { Engines } from './engines.ts';
import type { Ground } from './ground.ts';

/** Who answers a task, in the shape in which all that ask take it. */
export interface Answering
  extends Pick<TaskRunnerParts, 'answerer' | 'inventory' | 'allow' | 'settings'>,
    Pick<EnginePlace, 'where' | 'tier'> {}

/** The engine for tasks, once for each kind of question. */
export interface Answerers {
  readonly answering: Answering;
  /** Gives way to what a person asks meanwhile. */
  readonly many: Answerer;
  /** The same, past the board: its answers are no answers to the user. */
  readonly uncounted: Answerer;
  /** Which of its models call tools. */
  readonly tools: ToolCallers;
}

/** Puts round the engine for tasks what holds for all that is asked of it: turns, another try, and what must stay here. */
export function buildAnswerers(
  { settings, clock }: Ground,
  { engine, tasks, turns, breaker, inventory, consent, watchedAs }: Engines,
): Answerers {
  const whatStaysHere: KeepingHere = {
    isElsewhere: () => tasks.tier() !== 'local',
    letsHandedGo: () => settings().offerChatModels && settings().offerChatModelsElsewhere,
    exclusionsFor: (messages) => localExclusions(messages, settings().neverLeaves),
  };
  const asked = keepingHere(retryingOnce(noticingCuts(watchedAs(tasks)), clock), whatStaysHere);
  const uncounted = turns.forMany(keepingHere(engine, whatStaysHere), clock);
  return {
    answering: {
      answerer: closing(turns.forTasks(asked), breaker),
      inventory,
      allow: () => consent.askFor(tasks.endpoints()),
      settings,
      where: tasks.where,
      tier: tasks.tier,
    },
    many: closing(turns.forMany(asked, clock), breaker),
    uncounted,
    tools: new ToolCallers({
      answerer: uncounted,
      engine: () => tasks.engine.name,
      where: tasks.where,
      inMemory: async (signal) => (await tasks.engine.running(signal)).map(({ name }) => name),
    }),
  };
}
