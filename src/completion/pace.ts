import type { Clock } from '../base/clock.ts';

/** How long VS Code itself waits after a key before it asks, in ms. */
const editorDelayMs = 50;

/** The longest that we wait on top of it, in ms. */
const mostMs = 120;

/** How many keys tell how fast somebody types. */
const fewestIntervals = 5;

/**
 * How fast the user types and the engine answers, and from that how long to wait before a request. A request that the next key
 * will make stale is waste; waiting for an engine that answers between two keys is waste too.
 */
export class Pace {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #intervals: number[] = [];
  #lastKey = Number.NEGATIVE_INFINITY;
  #answerMs = 80;
  #rejectedInARow = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** A key was pressed. Pauses say nothing about typing. */
  key(): void {
    const now = this.#clock.now();
    const interval = now - this.#lastKey;
    this.#lastKey = now;
    if (interval > 0 && interval < 1000) {
      this.#intervals.push(interval);
      if (this.#intervals.length > 20) this.#intervals.shift();
    }
  }

  /** The engine answered, in this many ms from the request to what could be shown. */
  answered(milliseconds: number): void {
    this.#answerMs += (milliseconds - this.#answerMs) * 0.3;
  }

  accepted(): void {
    this.#rejectedInARow = 0;
  }

  /** A shown suggestion was typed over. */
  rejected(): void {
    this.#rejectedInARow++;
  }

  /** How many suggestions in a row were typed over. */
  get rejectedInARow(): number {
    return this.#rejectedInARow;
  }

  /** How long to wait before a request, in ms. */
  waitMs(): number {
    // Nothing is known of the user yet: better a request too many than a wait for nothing.
    if (this.#intervals.length < fewestIntervals) return 0;
    const interval = median(this.#intervals);
    // It answers before the next key is due: ask at once.
    if (editorDelayMs + this.#answerMs <= interval) return 0;
    const backingOff = Math.min(60, Math.max(0, this.#rejectedInARow - 2) * 15);
    return Math.min(mostMs, Math.max(0, interval - editorDelayMs) * 0.15 + backingOff);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
