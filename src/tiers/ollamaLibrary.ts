import type { AttentionShape, EngineLibrary, PullStep } from './engine.ts';
import type { EngineConnectionParts } from './engineConnection.ts';
import { OllamaConnection } from './ollamaConnection.ts';
import { fromOllamaError } from './ollamaError.ts';
import { hasRemoteName } from './remoteModel.ts';
import { TierError } from './tier.ts';

/** The models that an Ollama keeps on its disk. */
export class OllamaLibrary implements EngineLibrary {
  readonly #connection: OllamaConnection;

  /** @throws whatever `settings` throws, at each request */
  constructor(parts: EngineConnectionParts) {
    this.#connection = new OllamaConnection(parts);
  }

  async attention(model: string, signal: AbortSignal): Promise<AttentionShape | undefined> {
    const shown = await this.#connection.ask('question', signal, ({ client }) => client.show({ model }), model);
    const { model_info: facts } = shown as { model_info?: unknown };
    return typeof facts === 'object' && facts !== null ? shapeIn(facts as Record<string, unknown>) : undefined;
  }

  async unload(model: string, signal: AbortSignal): Promise<void> {
    if (hasRemoteName(model)) throw new TierError('remoteModel', model);
    const body = { model, prompt: '', keep_alive: 0, stream: false } as const;
    await this.#connection.ask('question', signal, ({ client }) => client.generate(body), model);
  }

  async *pull(model: string, signal: AbortSignal): AsyncGenerator<PullStep> {
    if (hasRemoteName(model)) throw new TierError('remoteModel', model);
    // As for answers: the package reads no further when it is left, but leaves the connection open.
    const left = new AbortController();
    const { client } = this.#connection.open('pull', AbortSignal.any([signal, left.signal]));
    try {
      for await (const said of await client.pull({ model, stream: true })) {
        if (signal.aborted) return;
        const { status, digest: file, total: totalBytes, completed } = said;
        yield {
          status,
          // What has not begun yet comes without the bytes that are there.
          ...(file && totalBytes ? { file, totalBytes, completedBytes: completed ?? 0 } : {}),
        };
      }
    } catch (error) {
      if (!signal.aborted) throw fromOllamaError(error, model);
    } finally {
      left.abort();
    }
  }

  async remove(model: string, signal: AbortSignal): Promise<void> {
    await this.#connection.ask('question', signal, ({ client }) => client.delete({ model }), model);
  }
}

/**
 * What a model keeps of each token, by the names of GGUF (ggml-org/ggml, docs/gguf.md, "LLM"): without a length of its own, a
 * head's is its share of the embedding; without heads of their own, keys and values have as many as there are.
 */
function shapeIn(facts: Record<string, unknown>): AttentionShape | undefined {
  const architecture = facts['general.architecture'];
  // Some models have a number for each layer: the largest is on the safe side.
  const fact = (key: string) => {
    const value = facts[`${architecture}.${key}`];
    const number = Array.isArray(value) ? Math.max(...value.map(Number)) : Number(value);
    return Number.isFinite(number) && number > 0 ? number : undefined;
  };
  const [layers, heads, embedding] = [fact('block_count'), fact('attention.head_count'), fact('embedding_length')];
  const keyValueHeads = fact('attention.head_count_kv') ?? heads;
  const share = heads && embedding ? embedding / heads : undefined;
  const keyLength = fact('attention.key_length') ?? share;
  const valueLength = fact('attention.value_length') ?? share;
  if (!layers || !keyValueHeads || !keyLength || !valueLength) return undefined;
  return { layers, keyValueHeads, keyLength, valueLength };
}
