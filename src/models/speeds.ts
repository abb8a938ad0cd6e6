import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { StatusBoard } from '../tiers/status.ts';
import { isOutside, type Measured } from '../tiers/tier.ts';
import type { MeasuredSpeed } from './typingSpeed.ts';

/** Where the speeds are kept, over all windows. */
export interface SpeedStore {
  /** As it was written, by whatever version. */
  read(): unknown;
  write(speeds: Readonly<Record<string, MeasuredSpeed>>): void;
}

/** Fewer tokens than these say little of a speed: starting takes its time, too. */
const leastRead = 200;
const leastWritten = 8;

/** How much of a new figure counts. */
const weight = 0.3;

/** How long figures wait to be written, in milliseconds: each write goes through the editor to a database. */
const writeAfterMs = 30_000;

/** So many models are remembered at most. */
const mostModels = 100;

/**
 * How fast each model was seen to be, by what the engine says at the end of the answers that are asked for anyway. A model is
 * known by its name and the engine's host: the same one is slower elsewhere.
 */
export class SpeedRecords implements Disposable {
  readonly #clock: Clock;
  readonly #store: SpeedStore;
  readonly #seen = new Map<string, MeasuredSpeed>();
  #writtenAt = 0;

  constructor(clock: Clock, store: SpeedStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Whole answers say how fast their model was. */
  follow(board: StatusBoard): Disposable {
    let seen = board.status.last;
    return board.onChange(() => {
      const { last } = board.status;
      if (!last || last === seen) return;
      seen = last;
      if (!isOutside(last.provenance.tier)) this.answered(last.provenance, last.measured);
    });
  }

  /** A model answered. */
  answered({ host, model }: { readonly host: string; readonly model: string }, measured: Measured): void {
    const { promptTokens = 0, promptMs, answerTokens = 0, answerMs } = measured;
    const read = promptMs && promptTokens >= leastRead ? (promptTokens / promptMs) * 1000 : undefined;
    const written = answerMs && answerTokens >= leastWritten ? (answerTokens / answerMs) * 1000 : undefined;
    if (read === undefined && written === undefined) return;
    const key = keyOf(host, model);
    const { readTokensPerSecond, writeTokensPerSecond } = this.#of(key) ?? {};
    // What an engine has in memory of a prompt it reads in no time: a slower one tells more.
    const slowest = read === undefined ? readTokensPerSecond : Math.min(read, mixed(readTokensPerSecond, read));
    const speed = { readTokensPerSecond: slowest, writeTokensPerSecond: mixed(writeTokensPerSecond, written) };
    this.#seen.delete(key);
    this.#seen.set(key, defined(speed));
    if (this.#clock.now() - this.#writtenAt >= writeAfterMs) this.#write();
  }

  /** How fast a model reads and writes; undefined until it was seen. */
  of(host: string, model: string): MeasuredSpeed | undefined {
    return this.#of(keyOf(host, model)) ?? this.#of(keyOf(host, `${model}:latest`));
  }

  /** Writes what is not written yet. */
  dispose(): void {
    if (this.#seen.size > 0) this.#write();
  }

  #of(key: string): MeasuredSpeed | undefined {
    return this.#seen.get(key) ?? readSpeeds(this.#store.read())[key];
  }

  #write(): void {
    this.#writtenAt = this.#clock.now();
    const others = Object.entries(readSpeeds(this.#store.read())).filter(([key]) => !this.#seen.has(key));
    this.#store.write(Object.fromEntries([...others, ...this.#seen].slice(-mostModels)));
  }
}

/** A model's speed with the time to its suggestions, which is measured elsewhere; undefined where neither is known. */
export function measuredHere(
  speed: MeasuredSpeed | undefined,
  suggestionMs: number | undefined,
): MeasuredSpeed | undefined {
  return suggestionMs === undefined ? speed : { ...speed, suggestionMs };
}

const keyOf = (host: string, model: string) => `${host} ${model}`;

function mixed(before: number | undefined, now: number): number;
function mixed(before: number | undefined, now: number | undefined): number | undefined;
function mixed(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? (now ?? before) : before + weight * (now - before);
}

/** What was kept, as far as it makes sense. */
function readSpeeds(kept: unknown): Readonly<Record<string, MeasuredSpeed>> {
  const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
  return Object.fromEntries(
    entries.map(([key, speed]) => {
      const { readTokensPerSecond: read, writeTokensPerSecond: write } = (speed ?? {}) as Record<string, unknown>;
      return [key, defined({ readTokensPerSecond: positive(read), writeTokensPerSecond: positive(write) })];
    }),
  );
}

const positive = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined);

function defined({
  readTokensPerSecond: read,
  writeTokensPerSecond: write,
}: {
  [Key in 'readTokensPerSecond' | 'writeTokensPerSecond']: number | undefined;
}): MeasuredSpeed {
  return {
    ...(read === undefined ? {} : { readTokensPerSecond: read }),
    ...(write === undefined ? {} : { writeTokensPerSecond: write }),
  };
}
