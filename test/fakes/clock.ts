import type { Clock } from '../../src/base/clock.ts';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** How many waits have neither run out nor been aborted. */
  readonly waiting: number;
  /**
   * Moves time on and lets every wait that is due run out, in order of time, each with what follows from it (also further
   * waits that fall due on the way) before the next.
   * @param milliseconds Not negative.
   */
  advance(milliseconds: number): Promise<void>;
}

interface Wait {
  readonly due: number;
  readonly finish: () => void;
}

/** Starts a virtual clock. @param start Milliseconds since 1970; by default a fixed moment, so that tests repeat. */
export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = start;
  const waits = new Set<Wait>();
  return {
    now: () => now,
    get waiting() {
      return waits.size;
    },
    wait(milliseconds, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const wait: Wait = {
          due: now + Math.max(0, milliseconds),
          finish: () => {
            waits.delete(wait);
            signal?.removeEventListener('abort', wait.finish);
            resolve();
          },
        };
        waits.add(wait);
        signal?.addEventListener('abort', wait.finish, { once: true });
      });
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settled();
      for (let next = earliest(waits, end); next !== undefined; next = earliest(waits, end)) {
        now = Math.max(now, next.due);
        next.finish();
        await settled();
      }
      now = end;
    },
  };
}

function earliest(waits: ReadonlySet<Wait>, end: number): Wait | undefined {
  let found: Wait | undefined;
  for (const wait of waits) {
    if (wait.due <= end && (found === undefined || wait.due < found.due)) found = wait;
  }
  return found;
}

/** Lets everything that is ready run: promises, and callbacks that Node put off to the next turn. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
