import type { Clock } from '../base/clock.ts';
import type { Engine } from '../tiers/engine.ts';
import { TierError } from '../tiers/tier.ts';
import { isNamed } from './modelName.ts';

/** How long a model that was seen in memory is believed to be there, in milliseconds. */
const believedMs = 10_000;

/**
 * Whether a model is in memory. A completion never waits for a model to load, which can take a minute: it asks here, which
 * starts the load, and comes back later.
 */
export class Readiness {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #onLoading: (model: string | undefined) => void;
  readonly #seen = new Map<string, number>();
  readonly #loads = new Map<string, Promise<void>>();
  readonly #cannotLoad = new Map<string, TierError>();
  readonly #ended = new AbortController();
  /** How often something was changed: what fails after a change tells nothing of how things stand now. */
  #changes = 0;

  /** @param parts.onLoading told when a load begins (the model) and when it is over (undefined) */
  constructor(parts: { engine: Engine; clock: Clock; onLoading: (model: string | undefined) => void }) {
    this.#engine = parts.engine;
    this.#clock = parts.clock;
    this.#onLoading = parts.onLoading;
  }

  /** Whether the model is ready now. If it is not, its load has been started. @throws {TierError} */
  async ready(model: string, contextTokens: number, signal: AbortSignal): Promise<boolean> {
    if (this.#clock.now() - (this.#seen.get(model) ?? Number.NEGATIVE_INFINITY) < believedMs) return true;
    if (this.#loads.has(model)) return false;
    const cannot = this.#cannotLoad.get(model);
    if (cannot) throw cannot;
    if (await this.isLoaded(model, signal)) return true;
    this.#load(model, contextTokens);
    return false;
  }

  /** Whether the engine says that the model is in memory. @throws {TierError} */
  async isLoaded(model: string, signal: AbortSignal): Promise<boolean> {
    const running = await this.#engine.running(signal);
    const loaded = running.some((each) => isNamed(each, model));
    if (loaded) this.answered(model);
    return loaded;
  }

  /** The model answered just now, so it is in memory. */
  answered(model: string): void {
    this.#seen.set(model, this.#clock.now());
  }

  /** The engine failed: what was in memory may be gone. */
  lost(): void {
    this.#seen.clear();
  }

  /** The engine or the choice of models was changed: nothing is known any more, and every model may be tried anew. */
  forget(): void {
    this.#seen.clear();
    this.#cannotLoad.clear();
    this.#changes++;
  }

  dispose(): void {
    this.#ended.abort();
  }

  #load(model: string, contextTokens: number): void {
    if (this.#loads.has(model)) return;
    this.#onLoading(model);
    const changes = this.#changes;
    const load = this.#engine
      .load(model, contextTokens, this.#ended.signal)
      .then(() => this.answered(model))
      .catch((error: unknown) => {
        if (this.#ended.signal.aborted || this.#changes !== changes || !(error instanceof TierError)) return;
        // A model that does not fit will not fit a second later: no more attempts until something was changed.
        if (error.reason === 'outOfMemory' || error.reason === 'engineFailed') this.#cannotLoad.set(model, error);
      })
      .finally(() => {
        this.#loads.delete(model);
        this.#onLoading(undefined);
      });
    this.#loads.set(model, load);
  }
}
