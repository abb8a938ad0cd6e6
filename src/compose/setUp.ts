import type { ExtensionContext } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { windowTokens } from '../completion/asking.ts';
import { registerHealth } from '../editor/health/commands.ts';
import { registerSetUp, setupTimesIn } from '../editor/setUp/commands.ts';
import { FirstSteps } from '../editor/setUp/firstSteps.ts';
import { RecentFailures } from '../models/health/recentFailures.ts';
import { SetupTime } from '../models/setUp/setupTime.ts';
import type { Engines } from './engines.ts';
import type { GhostText } from './ghostText.ts';
import type { Ground } from './ground.ts';
import type { Models } from './models.ts';

/** The first minutes with Hearth, and what is wrong with a setup. */
export interface SetUp {
  readonly firstSteps: FirstSteps;
  /** From the install to the first answer, in milliseconds; undefined until there was one. */
  readonly setupMs: () => number | undefined;
  readonly disposables: readonly Disposable[];
}

/** Registers the setup and its check. @param onSetUp told when a person has come to the end of the setup */
export function buildSetUp(
  context: ExtensionContext,
  ground: Ground,
  engines: Engines,
  { completions, statistics }: GhostText,
  models: Models,
  onSetUp: () => void,
): SetUp {
  const { board, memory, clock } = ground;
  const { completion, tasks, areOne, consent, breaker, speed } = engines;
  const failures = new RecentFailures(board, clock);
  const setupTime = new SetupTime(clock, setupTimesIn(memory));
  const setupMs = () => setupTime.milliseconds;
  const firstSteps = new FirstSteps({ ...ground, statistics, setupTime });
  return {
    firstSteps,
    setupMs,
    disposables: [
      failures,
      firstSteps,
      ...registerSetUp(
        { ...models.parts, endpoint: completion.endpoint, completions, lookAround: engines.lookAround },
        firstSteps,
        context,
        onSetUp,
      ),
      ...registerHealth(context, {
        ...models.parts,
        endpoint: () => consent.require(completion.endpoint()),
        tasksEngine: () =>
          areOne()
            ? undefined
            : { engine: tasks.engine, endpoint: () => consent.require(tasks.endpoint()), where: tasks.where },
        tier: completion.tier,
        leftAlone: () => breaker.why,
        windowTokens: () => windowTokens(speed.charactersPerSecond),
        failures: () => failures.latest,
        setupMs,
        onChecked: engines.lookAnew,
      }),
    ],
  };
}
