import { Ollama as OllamaClient } from 'ollama/browser';
import {
  EngineConnection,
  type EngineConnectionParts,
  type EngineRequestSettings,
  type RequestKind,
} from './engineConnection.ts';
import { fromOllamaError } from './ollamaError.ts';

/** One request to the engine: the package's client for it, and what it was made with. */
export interface OllamaRequest extends EngineRequestSettings {
  readonly client: OllamaClient;
  /** As the engine wants it, such as `30m`. */
  readonly keepAlive: string;
}

/**
 * The way to an Ollama. One client of the `ollama` package per request: the package's `abort()` ends every stream of a client
 * and does nothing before the first piece, so the connection is ended by our own `fetch`.
 */
export class OllamaConnection {
  readonly #connection: EngineConnection;

  constructor(parts: EngineConnectionParts) {
    this.#connection = new EngineConnection(parts);
  }

  /** Makes the client for one request. @throws whatever `settings` throws */
  open(kind: RequestKind, signal: AbortSignal): OllamaRequest {
    const { endpoint, keepAliveMinutes, fetch } = this.#connection.open(kind, signal);
    const client = new OllamaClient({ host: endpoint.url, fetch });
    return { client, endpoint, keepAliveMinutes, keepAlive: `${keepAliveMinutes}m` };
  }

  /**
   * Asks something that is answered in one piece.
   * @param model what it is about, for the error
   * @throws {TierError} or the signal's reason after an abort
   */
  async ask<T>(
    kind: RequestKind,
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
