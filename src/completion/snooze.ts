import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** How long completions stay away: until a moment (ms since 1970), or as long as this window lives. */
export type SnoozedUntil = number | 'restart';

/** Completions that stay away for a while, in this window. Whoever asks for one gets it all the same. */
export class Snooze implements Disposable {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #until: SnoozedUntil | undefined;
  #waiting: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Until when, or undefined where completions come as usual. Right to the millisecond, also after the machine slept. */
  get until(): SnoozedUntil | undefined {
    return typeof this.#until === 'number' && this.#clock.now() >= this.#until ? undefined : this.#until;
  }

  /** Begins, or begins anew. @param minutes left out: until a restart */
  begin(minutes?: number): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#until = minutes === undefined ? 'restart' : this.#clock.now() + minutes * 60_000;
    if (minutes !== undefined) void this.#endAfter(minutes * 60_000);
    this.#tell();
  }

  end(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#until = undefined;
    this.#tell();
  }

  /** Calls `listener` when it begins and when it is over. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#waiting?.abort();
    this.#listeners.clear();
  }

  async #endAfter(milliseconds: number): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    await this.#clock.wait(milliseconds, waiting.signal);
    if (!waiting.signal.aborted) this.end();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
