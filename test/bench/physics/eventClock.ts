import type { Clock } from '../../../src/base/clock.ts';

interface Wait {
  readonly due: number;
  /** Waits that are due together end in the order in which they began. */
  readonly order: number;
  readonly end: () => void;
  over: boolean;
}

/**
 * Virtual time for a simulation of discrete events: it stands still while anything runs, and jumps to the next wait that is
 * due when nothing does. Two runs of the same program see the same times in the same order.
 *
 * A heap, because a replay has many thousand waits; `test/fakes/clock.ts` is the one that a test moves by hand.
 */
export class EventClock implements Clock {
  readonly #heap: Wait[] = [];
  #now: number;
  #begun = 0;

  /** @param start milliseconds since 1970; a fixed moment, so that runs repeat */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const end = () => {
        wait.over = true;
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const wait: Wait = { due: this.#now + Math.max(0, milliseconds), order: this.#begun++, end, over: false };
      signal?.addEventListener('abort', end, { once: true });
      this.#push(wait);
    });
  }

  /**
   * Lets time pass until `work` has ended, and gives back what it came to.
   * @throws what `work` throws; an Error when nothing is left to wait for and it has not ended
   */
  async runUntil<Result>(work: Promise<Result>): Promise<Result> {
    let ended = false;
    const noticed = () => {
      ended = true;
    };
    work.then(noticed, noticed);
    for (await settled(); !ended; await settled()) {
      const next = this.#pop();
      if (!next) throw new Error('The simulation waits for something that never comes.');
      this.#now = next.due;
      next.end();
    }
    return work;
  }

  #push(wait: Wait): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(wait);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || !isEarlier(wait, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = wait;
  }

  /** The earliest wait that was not aborted. */
  #pop(): Wait | undefined {
    const heap = this.#heap;
    for (;;) {
      const first = heap[0];
      const last = heap.pop();
      if (!first || !last) return undefined;
      if (first !== last) this.#sink(last);
      if (!first.over) return first;
    }
  }

  #sink(wait: Wait): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      if (!left) break;
      const isRight = right !== undefined && isEarlier(right, left);
      const child = isRight ? right : left;
      if (!isEarlier(child, wait)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = wait;
  }
}

const isEarlier = (one: Wait, other: Wait) => one.due < other.due || (one.due === other.due && one.order < other.order);

/** Lets all that is ready run: Node runs every promise that is settled, however long the chain, before the next turn. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
