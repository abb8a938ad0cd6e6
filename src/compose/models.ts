import { totalmem } from 'node:os';
import type { Disposable } from '../base/disposable.ts';
import type { Statistics } from '../completion/statistics.ts';
import type { ModelsParts } from '../editor/models/modelsParts.ts';
import { registerModels } from '../editor/models/modelsView.ts';
import { speedsIn } from '../editor/models/speedsIn.ts';
import { measuredHere, SpeedRecords } from '../models/speeds.ts';
import type { Engines } from './engines.ts';
import type { Ground } from './ground.ts';

/** The models of the user's own engines, and how fast they are here. */
export interface Models {
  readonly parts: ModelsParts;
  readonly disposables: readonly Disposable[];
}

/** Registers the Models view. @param statistics how long suggestions took */
export function buildModels(ground: Ground, engines: Engines, statistics: Statistics): Models {
  const { settings, onSettings, memory, board, clock } = ground;
  const { engine, library, inventory, completion, tasks, areOne, allow, lookAnew } = engines;
  const speeds = new SpeedRecords(clock, speedsIn(memory));
  const parts: ModelsParts = {
    engine,
    library,
    inventory,
    settings,
    allow,
    where: completion.where,
    tasksEngine: () => (areOne() ? undefined : { engine: tasks.engine, where: tasks.where }),
    // Of another machine nothing is known.
    machine: () => (completion.tier() === 'local' ? { memoryBytes: totalmem() } : undefined),
    speedOf: (model) =>
      measuredHere(
        speeds.of(completion.where(), model) ?? speeds.of(tasks.where(), model),
        statistics.suggestionMs(model),
      ),
    onChanged: lookAnew,
    onSettings,
    clock,
  };
  return {
    parts,
    disposables: [speeds.follow(board), speeds, registerModels(parts)],
  };
}
