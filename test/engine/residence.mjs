/**
 * When the model is in memory: requests use it one at a time, and it leaves after `keep_alive` without one.
 */
export class Residence {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  /** When the model will be unloaded; meaningless while it is not loaded. */
  expiresAt = new Date(0);

  /** @param {import('./inference.mjs').Inference} inference */
  constructor(inference) {
    this.inference = inference;
  }

  /**
   * Waits for the requests before, then has the model loaded and works with it. Runs nothing when cancelled while waiting.
   * @template T
   * @param {{ contextSize: number, keepAlive: number, signal: AbortSignal }} wanted `keepAlive` in milliseconds.
   * @param {(loadTime: number) => Promise<T>} work `loadTime` in milliseconds.
   * @returns {Promise<T | undefined>}
   */
  use({ contextSize, keepAlive, signal }, work) {
    return this.#inTurn(async () => {
      if (signal.aborted) return undefined;
      clearTimeout(this.#timer);
      try {
        const started = performance.now();
        await this.inference.load(contextSize);
        return await work(performance.now() - started);
      } finally {
        await this.#leaveAfter(keepAlive);
      }
    });
  }

  /** Unloads as soon as the requests before are done. */
  unload() {
    return this.#inTurn(() => this.inference.unload());
  }

  /** @param {number} keepAlive In milliseconds. */
  async #leaveAfter(keepAlive) {
    this.expiresAt = new Date(Math.min(Date.now() + keepAlive, Date.UTC(2300, 0)));
    if (keepAlive <= 0) await this.inference.unload();
    else if (keepAlive < 2 ** 31) this.#timer = setTimeout(() => void this.unload(), keepAlive).unref();
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
