import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import type { Inventory } from '../../models/inventory.ts';
import type { Machine } from '../../models/memory.ts';
import type { MeasuredSpeed } from '../../models/typingSpeed.ts';
import type { Engine, EngineLibrary } from '../../tiers/engine.ts';

/** What the Models view and its commands need. */
export interface ModelsParts {
  readonly engine: Engine;
  readonly library: EngineLibrary;
  readonly inventory: Inventory;
  readonly settings: () => Settings;
  /** The engine's host. */
  readonly where: () => string;
  /** The one for tasks, where they have an engine of their own: then the host above is that of the one for completions. */
  readonly tasksEngine: () =>
    | { readonly engine: Pick<Engine, 'name' | 'version'>; readonly where: () => string }
    | undefined;
  /** Asks the user, where need be, whether this engine may be used. @throws {TierError} `notAllowed` */
  readonly allow: () => Promise<void>;
  /** The engine's machine; undefined where it is another one. */
  readonly machine: () => Machine | undefined;
  /** How fast a model was seen to be here. */
  readonly speedOf: (model: string) => MeasuredSpeed | undefined;
  /** Told when the engine's models, or what is in memory, were changed from here. */
  readonly onChanged: () => void;
  /** Calls `listener` after one of Hearth's settings changed. */
  readonly onSettings: (listener: () => void) => { dispose(): void };
  readonly clock: Clock;
}
