import { Ollama as OllamaClient } from 'ollama/browser';
import type { Endpoint } from './endpoint.ts';
import { engineFetch, type Meter, type TimeLimits } from './http.ts';
import { fromOllamaError } from './ollamaError.ts';

/** Settings of one request, read when it starts. */
export interface OllamaRequestSettings {
  readonly endpoint: Endpoint;
  readonly keepAliveMinutes: number;
}

/** What a request waits for, in milliseconds (design: `reliability.md`, the table of timeouts). */
export const ollamaLimits = {
  completion: { connectMs: 1000, firstByteMs: 4000, betweenPiecesMs: 3000, totalMs: 8000 },
  // A cold start of a large model takes minutes; the view shows the time that passes and can cancel.
  answer: { connectMs: 2000, firstByteMs: 330_000, betweenPiecesMs: 120_000 },
  load: { connectMs: 2000, firstByteMs: 330_000, betweenPiecesMs: 30_000 },
  // The engine checks a file of many GB before it says another word.
  pull: { connectMs: 2000, firstByteMs: 30_000, betweenPiecesMs: 330_000, mostBytes: Number.POSITIVE_INFINITY },
  question: { connectMs: 1000, firstByteMs: 5000, betweenPiecesMs: 3000, totalMs: 10_000 },
} satisfies Record<string, TimeLimits>;

/** What a connection is made with. */
export interface OllamaConnectionParts {
  /** Called at the start of each request. */
  readonly settings: () => OllamaRequestSettings;
  /** In place of {@link ollamaLimits}. */
  readonly limits?: Readonly<Partial<Record<keyof typeof ollamaLimits, TimeLimits>>>;
  /** Told of all traffic with the engine. */
  readonly meter?: Meter;
}

/** One request to the engine: the package's client for it, and what it was made with. */
export interface OllamaRequest extends OllamaRequestSettings {
  readonly client: OllamaClient;
  /** As the engine wants it, such as `30m`. */
  readonly keepAlive: string;
}

/**
 * The way to an Ollama. One client of the `ollama` package per request: the package's `abort()` ends every stream of a client
 * and does nothing before the first piece, so the connection is ended by our own `fetch`.
 */
export class OllamaConnection {
  readonly #settings: () => OllamaRequestSettings;
  readonly #limits: Readonly<Record<keyof typeof ollamaLimits, TimeLimits>>;
  readonly #meter: Meter | undefined;

  constructor({ settings, limits, meter }: OllamaConnectionParts) {
    this.#settings = settings;
    this.#limits = { ...ollamaLimits, ...limits };
    this.#meter = meter;
  }

  /** Makes the client for one request. @throws whatever `settings` throws */
  open(kind: keyof typeof ollamaLimits, signal: AbortSignal): OllamaRequest {
    const { endpoint, keepAliveMinutes } = this.#settings();
    const client = new OllamaClient({
      host: endpoint.url,
      fetch: engineFetch(this.#limits[kind], signal, this.#meter),
    });
    return { client, endpoint, keepAliveMinutes, keepAlive: `${keepAliveMinutes}m` };
  }

  /**
   * Asks something that is answered in one piece.
   * @param model what it is about, for the error
   * @throws {TierError} or the signal's reason after an abort
   */
  async ask<T>(
    kind: keyof typeof ollamaLimits,
    signal: AbortSignal,
    call: (request: OllamaRequest) => Promise<T>,
    model?: string,
  ): Promise<T> {
    const request = this.open(kind, signal);
    try {
      return await call(request);
    } catch (error) {
      throw signal.aborted ? signal.reason : fromOllamaError(error, model);
    }
  }
}
