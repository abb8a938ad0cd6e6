import type { Clock } from '../base/clock.ts';
import type { PullStep } from '../tiers/engine.ts';

/** The speed is that of the last while, in milliseconds: long enough to stand still, short enough to be true. */
const lookBackMs = 5_000;

/** How far a download is. */
export interface PullProgress {
  readonly phase: 'starting' | 'downloading' | 'checking';
  /** What is there, also from earlier tries, and of how much that is known so far; bytes. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** Adds up what the engine says of each file of a download. */
export class PullMeter {
  readonly #clock: Clock;
  readonly #expectedBytes: number;
  readonly #files = new Map<string, { readonly total: number; readonly done: number }>();
  /** When how much had arrived in this try, oldest first. */
  #seen: { readonly at: number; readonly bytes: number }[] = [];
  #arrived = 0;

  /** @param expectedBytes the size of the whole, where it is known before the engine says it */
  constructor(clock: Clock, expectedBytes = 0) {
    this.#clock = clock;
    this.#expectedBytes = expectedBytes;
  }

  /** The engine said this. */
  step({ file, totalBytes = 0, completedBytes = 0 }: PullStep): PullProgress {
    if (file !== undefined) this.#note(file, totalBytes, completedBytes);
    const files = [...this.#files.values()];
    const doneBytes = sum(files.map(({ done }) => done));
    const known = sum(files.map(({ total }) => total));
    const phase: PullProgress['phase'] =
      file !== undefined ? 'downloading' : files.length === 0 ? 'starting' : 'checking';
    // What was expected may be a little off; nobody wants to see it pass.
    const progress: PullProgress = {
      phase,
      doneBytes,
      totalBytes: phase === 'checking' ? known : Math.max(known, this.#expectedBytes),
    };
    const bytesPerSecond = phase === 'downloading' ? this.#speed() : undefined;
    if (!bytesPerSecond) return progress;
    return { ...progress, bytesPerSecond, secondsLeft: (progress.totalBytes - doneBytes) / bytesPerSecond };
  }

  #note(file: string, total: number, completed: number): void {
    const before = this.#files.get(file);
    const done = Math.min(Math.max(total, before?.total ?? 0), Math.max(before?.done ?? 0, completed));
    this.#files.set(file, { total: Math.max(total, before?.total ?? 0, done), done });
    // What the first word on a file says may be there from an earlier try: it has not arrived just now.
    if (before) this.#arrived += done - before.done;
    const now = this.#clock.now();
    this.#seen.push({ at: now, bytes: this.#arrived });
    while ((this.#seen[1]?.at ?? now) < now - lookBackMs) this.#seen.shift();
  }

  /** Bytes a second. */
  #speed(): number | undefined {
    const [first] = this.#seen;
    const last = this.#seen.at(-1);
    if (!first || !last || last.at - first.at < 500) return undefined;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
