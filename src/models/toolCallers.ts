import type { EngineModel } from '../tiers/engine.ts';
import { type Answerer, type AnswerRequest, TierError, type TierErrorReason } from '../tiers/tier.ts';

/** What it takes to find out. */
export interface ToolCallersParts {
  /** Asked when nobody waits. */
  readonly answerer: Answerer;
  /** The name of the engine for tasks, and where it is. */
  readonly engine: () => string;
  readonly where: () => string;
  /** The names of the models that are in memory. @throws {TierError} */
  readonly inMemory: (signal: AbortSignal) => Promise<readonly string[]>;
}

/** What is asked: a model that calls tools at all does it here. */
const request = {
  messages: [
    {
      role: 'user',
      parts: [
        { kind: 'instruction', text: 'How is the weather in Paris? Look it up with the tool, and say nothing else.' },
      ],
    },
  ],
  tools: [
    {
      name: 'weather',
      description: 'Looks up the weather in a city.',
      takes: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ],
  maximumTokens: 128,
  contextTokens: 2048,
  seed: 1,
} satisfies Omit<AnswerRequest, 'model'>;

/** What means no, and will mean it tomorrow: vLLM refuses tools that it was not started for, with `badRequest`. */
const refusals: ReadonlySet<TierErrorReason> = new Set(['badRequest', 'engineFailed', 'tooLong', 'cutShort']);

/**
 * Which models call tools. Ollama's list says it. Other servers say nothing, or only what the model's template could: vLLM refuses tools
 * that it has no parser for, llama.cpp's server leaves them out in silence where the template knows none, and a small model that is
 * given some may never call one. So a model is asked to call one, once for each server, and has tools if it did.
 */
export class ToolCallers {
  readonly #parts: ToolCallersParts;
  readonly #found = new Map<string, boolean>();
  readonly #asking = new Set<string>();

  constructor(parts: ToolCallersParts) {
    this.#parts = parts;
  }

  /** Whether a model is known to call tools. */
  has({ name, capabilities }: Pick<EngineModel, 'name' | 'capabilities'>): boolean {
    return capabilities.includes('tools') || this.#found.get(this.#key(name)) === true;
  }

  /**
   * Asks those that nobody knows it of yet, one after the other.
   * @param used a model that was just used; the others are asked only where they are in memory for sure
   * @returns whether one more is known to call tools
   */
  async find(models: readonly Pick<EngineModel, 'name'>[], signal: AbortSignal, used?: string): Promise<boolean> {
    let isMore = false;
    try {
      for (const name of await this.#askable(models, signal, used)) {
        const key = this.#key(name);
        if (signal.aborted || this.#found.has(key) || this.#asking.has(key)) continue;
        this.#asking.add(key);
        const calls = await this.#calls(name, signal).finally(() => this.#asking.delete(key));
        if (signal.aborted) break;
        this.#found.set(key, calls);
        isMore ||= calls;
      }
    } catch (error) {
      // An engine that does not answer is asked again another time.
      if (!(error instanceof TierError)) throw error;
    }
    return isMore;
  }

  async #askable(models: readonly Pick<EngineModel, 'name'>[], signal: AbortSignal, used?: string) {
    const engine = this.#parts.engine();
    const unknown = models.map(({ name }) => name).filter((name) => !this.#found.has(this.#key(name)));
    if (engine === 'Ollama' || unknown.length === 0) return [];
    // LM Studio lists what it has on its disk, too, and would load it.
    const inMemory = engine === 'LM Studio' ? [] : await this.#parts.inMemory(signal);
    return unknown.filter((name) => name === used || inMemory.includes(name));
  }

  async #calls(model: string, signal: AbortSignal): Promise<boolean> {
    try {
      for await (const event of this.#parts.answerer.answer({ ...request, model }, signal)) {
        if (event.kind === 'piece' && event.calls?.some(({ name }) => name === 'weather')) return true;
      }
      return false;
    } catch (error) {
      if (error instanceof TierError && refusals.has(error.reason)) return false;
      throw error;
    }
  }

  #key = (model: string) => `${this.#parts.where()} ${model}`;
}
