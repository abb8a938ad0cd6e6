import { once } from '../base/once.ts';
import type { Endpoint } from './endpoint.ts';
import type { Engine, EngineModel, RunningModel } from './engine.ts';
import { Ollama } from './ollama.ts';
import type { OpenAiCompatible, OpenAiCompatibleParts } from './openaiCompatible.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from './tier.ts';

/** What stands at an address. */
interface Found {
  readonly url: string;
  readonly engine: Promise<Ollama | OpenAiCompatible>;
  /** What it said of itself when it was found; undefined once somebody has been told. */
  version?: string | undefined;
}

/**
 * The engine behind the local tier, whichever it is: at an address that ends in `/v1` one that speaks OpenAI's API; elsewhere
 * Ollama, if `/api/version` is answered, else OpenAI's API again, if there is a list of models. It is found out once for each
 * address, and anew where what answers turns out to be something else.
 */
export class OwnEngine implements Completer, Answerer, Engine {
  readonly #ollama: Ollama;
  /** Loaded where there is one: most have Ollama. */
  readonly #compatible: () => Promise<OpenAiCompatible>;
  readonly #endpoint: () => Endpoint;
  #found: Found | undefined;
  #known: Ollama | OpenAiCompatible;

  /** @param load makes the other engine @throws whatever `settings` throws, at each request */
  constructor(parts: OpenAiCompatibleParts, load: (parts: OpenAiCompatibleParts) => Promise<OpenAiCompatible>) {
    this.#ollama = new Ollama(parts);
    this.#compatible = once(() => load(parts));
    this.#endpoint = () => parts.settings().endpoint;
    this.#known = this.#ollama;
  }

  /** The program that answered last; Ollama until another one did. */
  get name(): string {
    return this.#known.name;
  }

  get keepsModels(): boolean {
    return this.#known.keepsModels;
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    yield* this.#stream((engine) => engine.complete(request, signal), signal);
  }

  async *answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    yield* this.#stream((engine) => engine.answer(request, signal), signal);
  }

  version(signal: AbortSignal): Promise<string> {
    return this.#ask(async (engine) => {
      const said = this.#found?.version;
      if (this.#found) this.#found.version = undefined;
      return said ?? (await engine.version(signal));
    });
  }

  models(signal: AbortSignal): Promise<readonly EngineModel[]> {
    return this.#ask((engine) => engine.models(signal));
  }

  running(signal: AbortSignal): Promise<readonly RunningModel[]> {
    return this.#ask((engine) => engine.running(signal));
  }

  load(model: string, contextTokens: number, signal: AbortSignal): Promise<void> {
    return this.#ask((engine) => engine.load(model, contextTokens, signal));
  }

  async *#stream(
    events: (engine: Ollama | OpenAiCompatible) => AsyncIterable<TierEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<TierEvent> {
    try {
      const engine = await this.#engine();
      if (!signal.aborted) yield* events(engine);
    } catch (error) {
      this.#learn(error);
      if (!signal.aborted) throw error;
    }
  }

  async #ask<T>(question: (engine: Ollama | OpenAiCompatible) => Promise<T>): Promise<T> {
    try {
      return await question(await this.#engine());
    } catch (error) {
      this.#learn(error);
      throw error;
    }
  }

  /** Something else may stand there now. */
  #learn(error: unknown): void {
    if (error instanceof TierError && error.reason === 'notTheEngine') this.#found = undefined;
  }

  async #engine(): Promise<Ollama | OpenAiCompatible> {
    const { url } = this.#endpoint();
    if (this.#found?.url !== url) {
      const found: Found = { url, engine: this.#find(url, (version) => (found.version = version)) };
      this.#found = found;
      // Nothing is known of an address that did not answer.
      found.engine.catch(() => {
        if (this.#found === found) this.#found = undefined;
      });
    }
    this.#known = await this.#found.engine;
    return this.#known;
  }

  /** @param onVersion told before, where a version was said */
  async #find(url: string, onVersion: (version: string) => void): Promise<Ollama | OpenAiCompatible> {
    if (url.endsWith('/v1')) return this.#compatible();
    // Without the callers' signals: one caller's cancel must not fail the others. Questions have their own time limits.
    const { signal } = new AbortController();
    try {
      onVersion(await this.#ollama.version(signal));
      return this.#ollama;
    } catch (error) {
      if (!(error instanceof TierError) || !isAnother.has(error.reason)) throw error;
      try {
        const compatible = await this.#compatible();
        await compatible.list(signal);
        return compatible;
      } catch (other) {
        // That it is neither says what the first question said.
        throw other instanceof TierError && other.reason === 'notTheEngine' ? error : other;
      }
    }
  }
}

/** What Ollama would not answer when it is asked for its version. */
const isAnother: ReadonlySet<TierErrorReason> = new Set(['notTheEngine', 'keyRejected', 'badRequest', 'modelMissing']);
