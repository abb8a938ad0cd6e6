import type { Clock } from '../base/clock.ts';
import type { Endpoint } from './endpoint.ts';
import type { Engine, EngineModel, RunningModel } from './engine.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from './tier.ts';

/** An engine at one address. */
export type PlacedEngine = Completer & Answerer & Engine;

/** What several addresses need. */
export interface FailoverParts {
  /** In the order in which they are asked; at least one. @throws {TierError} */
  readonly endpoints: () => readonly Endpoint[];
  /** The engine at an address. The same for the same address. */
  readonly engineAt: (endpoint: Endpoint) => PlacedEngine;
  readonly clock: Clock;
}

/** How an address stands: in use, well as far as is known, or left alone after a failure. */
export interface Standing {
  readonly host: string;
  readonly state: 'inUse' | 'ready' | 'failed';
}

/** For how long an address that failed is left alone before it is looked at again, in milliseconds. */
const leftAloneMs = 15_000;

/** How many documents' engines are remembered. */
const mostDocuments = 200;

/** What another engine with the same models would not meet. */
const elsewhere: ReadonlySet<TierErrorReason> = new Set([
  'unreachable',
  'notTheEngine',
  'timedOut',
  'busy',
  'rateLimited',
  'overloaded',
  'engineFailed',
  'outOfMemory',
  'cutShort',
  'badCertificate',
]);

/**
 * One engine out of several with the same models: the first of them that is well. One that fails before it said anything is left
 * alone for a while, and the next is asked. It is looked at again, by a question for its version, when somebody asks for something
 * after that. A document stays with the engine that answered for it while that is well: it has the document's beginning in memory.
 */
export class Failover implements Completer, Answerer, Engine {
  readonly #parts: FailoverParts;
  /** Addresses that failed, and when they may be looked at. */
  readonly #failed = new Map<string, number>();
  readonly #documents = new Map<string, string>();
  readonly #looking = new Set<string>();
  /** The address that answered last. */
  #last: string | undefined;

  constructor(parts: FailoverParts) {
    this.#parts = parts;
  }

  get name(): string {
    return this.#now?.name ?? 'Ollama';
  }

  get keepsModels(): boolean {
    return this.#now?.keepsModels ?? true;
  }

  /** The engine at hand; undefined where no address can be used. */
  get #now(): PlacedEngine | undefined {
    try {
      return this.#parts.engineAt(this.endpoint);
    } catch (error) {
      if (error instanceof TierError) return undefined;
      throw error;
    }
  }

  /** Where the next request goes, if it is about no document. @throws {TierError} */
  get endpoint(): Endpoint {
    const endpoints = this.#parts.endpoints();
    const well = endpoints.filter(({ url }) => !this.#failed.has(url));
    const [first] = well.length > 0 ? well : endpoints;
    if (!first) throw new TierError('badEndpoint', '');
    return endpoints.find(({ url }) => url === this.#last && !this.#failed.has(url)) ?? first;
  }

  /** How each address stands. @throws {TierError} */
  get standings(): readonly Standing[] {
    const { url: used } = this.endpoint;
    return this.#parts.endpoints().map(({ url, host }) => ({
      host,
      state: this.#failed.has(url) ? 'failed' : url === used ? 'inUse' : 'ready',
    }));
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    return this.#stream(request.document, (engine) => engine.complete(request, signal), signal);
  }

  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    const parts = request.messages.flatMap((message) => message.parts);
    const [document] = parts.flatMap((part) => (part.kind === 'excerpt' ? part.origin.uri : []));
    return this.#stream(document, (engine) => engine.answer(request, signal), signal);
  }

  version(signal: AbortSignal): Promise<string> {
    return this.#ask((engine) => engine.version(signal), signal);
  }

  models(signal: AbortSignal): Promise<readonly EngineModel[]> {
    return this.#ask((engine) => engine.models(signal), signal);
  }

  running(signal: AbortSignal): Promise<readonly RunningModel[]> {
    return this.#ask((engine) => engine.running(signal), signal);
  }

  load(model: string, contextTokens: number, signal: AbortSignal): Promise<void> {
    return this.#ask((engine) => engine.load(model, contextTokens, signal), signal);
  }

  async *#stream(
    document: string | undefined,
    events: (engine: PlacedEngine) => AsyncIterable<TierEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<TierEvent> {
    const order = this.#order(document);
    for (const [index, endpoint] of order.entries()) {
      let heard = false;
      try {
        for await (const event of events(this.#parts.engineAt(endpoint))) {
          if (!heard) this.#answered(endpoint, document);
          heard = true;
          yield event;
        }
        return;
      } catch (error) {
        if (!this.#failedAt(endpoint, error, signal) || heard || index + 1 === order.length) throw error;
      }
    }
  }

  async #ask<T>(question: (engine: PlacedEngine) => Promise<T>, signal: AbortSignal): Promise<T> {
    const order = this.#order();
    for (const [index, endpoint] of order.entries()) {
      try {
        const answer = await question(this.#parts.engineAt(endpoint));
        this.#answered(endpoint);
        return answer;
      } catch (error) {
        if (!this.#failedAt(endpoint, error, signal) || index + 1 === order.length) throw error;
      }
    }
    throw new TierError('badEndpoint', '');
  }

  /** The addresses in the order in which they are asked now: those that failed last, since they may be well again. */
  #order(document?: string): readonly Endpoint[] {
    const endpoints = this.#parts.endpoints();
    this.#lookAtFailed(endpoints);
    const own = document === undefined ? undefined : this.#documents.get(document);
    const rank = ({ url }: Endpoint) => (this.#failed.has(url) ? 2 : url === own ? 0 : 1);
    return [...endpoints].sort((one, other) => rank(one) - rank(other));
  }

  #answered({ url }: Endpoint, document?: string): void {
    this.#failed.delete(url);
    this.#last = url;
    if (document === undefined) return;
    this.#documents.delete(document);
    this.#documents.set(document, url);
    for (const oldest of [...this.#documents.keys()].slice(0, -mostDocuments)) this.#documents.delete(oldest);
  }

  /** @returns whether another engine may do better */
  #failedAt({ url }: Endpoint, error: unknown, signal: AbortSignal): boolean {
    if (signal.aborted || !(error instanceof TierError) || !elsewhere.has(error.reason)) return false;
    // A single one is looked at by whoever asks: there is nothing to choose from.
    if (this.#parts.endpoints().length > 1) this.#failed.set(url, this.#parts.clock.now() + leftAloneMs);
    return true;
  }

  /** Nobody waits for it: who asks meanwhile is answered by another. */
  #lookAtFailed(endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) {
      const { url } = endpoint;
      const due = this.#failed.get(url);
      if (due === undefined || this.#parts.clock.now() < due || this.#looking.has(url)) continue;
      this.#looking.add(url);
      this.#parts
        .engineAt(endpoint)
        .version(new AbortController().signal)
        .then(
          () => this.#failed.delete(url),
          () => this.#failed.set(url, this.#parts.clock.now() + leftAloneMs),
        )
        .finally(() => this.#looking.delete(url));
    }
  }
}
