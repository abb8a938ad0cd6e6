import type { Endpoint } from './endpoint.ts';
import { engineFetch, type KeyFor, type Meter, type Outward, type TimeLimits } from './http.ts';

/** What a request waits for, in milliseconds (design: `reliability.md`, the table of timeouts). */
export const engineLimits = {
  completion: { connectMs: 1000, firstByteMs: 4000, betweenPiecesMs: 3000, totalMs: 8000 },
  // A cold start of a large model takes minutes; the view shows the time that passes and can cancel.
  answer: { connectMs: 2000, firstByteMs: 330_000, betweenPiecesMs: 120_000 },
  load: { connectMs: 2000, firstByteMs: 330_000, betweenPiecesMs: 30_000 },
  // The engine checks a file of many GB before it says another word.
  pull: { connectMs: 2000, firstByteMs: 30_000, betweenPiecesMs: 330_000, mostBytes: Number.POSITIVE_INFINITY },
  question: { connectMs: 1000, firstByteMs: 5000, betweenPiecesMs: 3000, totalMs: 10_000 },
} satisfies Record<string, TimeLimits>;

/** What a request is for, which decides how long it may take. */
export type RequestKind = keyof typeof engineLimits;

/** Settings of one request, read when it starts. */
export interface EngineRequestSettings {
  readonly endpoint: Endpoint;
  readonly keepAliveMinutes: number;
}

/** What a connection is made with. */
export interface EngineConnectionParts {
  /** Called at the start of each request. */
  readonly settings: () => EngineRequestSettings;
  /** In place of {@link engineLimits}. */
  readonly limits?: Readonly<Partial<Record<RequestKind, TimeLimits>>>;
  /** Told of all traffic with the engine. */
  readonly meter?: Meter;
  /** The key for an engine's origin, where the user has saved one. */
  readonly keyFor?: KeyFor;
  /** How engines on other machines are reached; left out: like those on this one. */
  readonly outward?: Outward;
}

/** One request's way to the engine. */
export interface OpenConnection extends EngineRequestSettings {
  /** Ends with the signal, whatever it is doing. */
  readonly fetch: typeof fetch;
}

/** The way to an engine, whatever it speaks. */
export class EngineConnection {
  readonly #parts: EngineConnectionParts;
  readonly #limits: Readonly<Record<RequestKind, TimeLimits>>;

  constructor(parts: EngineConnectionParts) {
    this.#parts = parts;
    this.#limits = { ...engineLimits, ...parts.limits };
  }

  /** Opens the way for one request. @throws whatever `settings` throws */
  open(kind: RequestKind, signal: AbortSignal): OpenConnection {
    const { settings, meter, keyFor, outward } = this.#parts;
    return { ...settings(), fetch: engineFetch(this.#limits[kind], signal, meter, keyFor, outward) };
  }
}
