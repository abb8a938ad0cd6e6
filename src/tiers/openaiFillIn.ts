import type { ServerProgram } from './openaiServer.ts';
import { TierError } from './tier.ts';

/** Asks the server. @throws {TierError} */
type Ask = (path: string, body: object, signal: AbortSignal) => Promise<unknown>;

/** A suffix that adds many tokens to a prompt, if it is read at all. */
const longSuffix = '\nand then and then and then and then and then and then and then and then';
const leastTokens = 10;

/**
 * Finds out whether a server fills in the middle by itself, once for each model of each server: by llama.cpp's `/infill`, else by
 * `suffix` in `/v1/completions`. That a server accepts a suffix says nothing, since most pass it over in silence: it must have
 * counted its tokens. vLLM refuses it.
 */
export class FillingIn {
  readonly #ask: Ask;
  readonly #found = new Map<string, Promise<boolean>>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** @returns false where it does not, or did not say */
  of(model: string, server: string, program: ServerProgram, signal: AbortSignal): Promise<boolean> {
    const key = `${server} ${model}`;
    const known = this.#found.get(key);
    if (known) return known;
    const found = this.#find(model, program, signal);
    this.#found.set(key, found);
    // A server that could not be asked is asked again.
    found.catch(() => this.#found.delete(key));
    return found.catch(() => false);
  }

  async #find(model: string, program: ServerProgram, signal: AbortSignal): Promise<boolean> {
    try {
      if (program === 'llama.cpp') {
        const body = { model, input_prefix: 'a', input_suffix: 'b', n_predict: 1, stream: false };
        await this.#ask('/infill', body, signal);
        return true;
      }
      const body = { model, prompt: 'a', suffix: longSuffix, max_tokens: 1, stream: false };
      const { usage } = Object(await this.#ask('/v1/completions', body, signal)) as { usage?: unknown };
      const { prompt_tokens: read } = Object(usage) as { prompt_tokens?: unknown };
      return typeof read === 'number' && read >= leastTokens;
    } catch (error) {
      if (error instanceof TierError && refusals.has(error.reason)) return false;
      throw error;
    }
  }
}

/** What means no, and will mean it tomorrow. */
const refusals: ReadonlySet<string> = new Set(['cannotComplete', 'badRequest', 'notTheEngine', 'engineFailed']);
