import type { Clock } from '../base/clock.ts';
import type { Engine, EngineModel, RunningModel } from './engine.ts';
import type { EngineConnectionParts, RequestKind } from './engineConnection.ts';
import { chatBody, generateBody } from './ollamaBody.ts';
import { OllamaConnection, type OllamaRequest } from './ollamaConnection.ts';
import { fromOllamaError } from './ollamaError.ts';
import { hasRemoteName, saysRemote } from './remoteModel.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  type Measured,
  TierError,
  type TierEvent,
  type ToolCall,
} from './tier.ts';

/** The last piece of an answer, with the engine's own figures; durations are in nanoseconds. */
interface LastChunk {
  done: boolean;
  done_reason?: string;
  load_duration?: number;
  prompt_eval_count?: number;
  prompt_eval_duration?: number;
  eval_count?: number;
  eval_duration?: number;
}

/** Ollama, as the local or self-hosted tier. */
export class Ollama implements Completer, Answerer, Engine {
  readonly name = 'Ollama';
  readonly keepsModels = true;
  readonly #connection: OllamaConnection;
  readonly #clock: Clock;

  /** @throws whatever `settings` throws, at each request */
  constructor({ clock, ...parts }: EngineConnectionParts & { readonly clock: Clock }) {
    this.#connection = new OllamaConnection(parts);
    this.#clock = clock;
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    const { model, messages } = request;
    if (messages) {
      const chat = ({ client, keepAlive }: OllamaRequest) => client.chat(chatBody(request, messages, keepAlive));
      return this.#stream('completion', model, signal, chat, (chunk) => chunk.message.content);
    }
    const generate = ({ client, keepAlive }: OllamaRequest) => client.generate(generateBody(request, keepAlive));
    return this.#stream('completion', model, signal, generate, (chunk) => chunk.response);
  }

  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    const { model, messages } = request;
    const chat = ({ client, keepAlive }: OllamaRequest) => client.chat(chatBody(request, messages, keepAlive));
    return this.#stream('answer', model, signal, chat, (chunk) => chunk.message.content);
  }

  async version(signal: AbortSignal): Promise<string> {
    const answer: { version?: unknown } | null = await this.#connection.ask('question', signal, ({ client }) =>
      client.version(),
    );
    if (typeof answer?.version !== 'string') throw new TierError('notTheEngine', 'no version in the answer');
    return answer.version;
  }

  async models(signal: AbortSignal): Promise<readonly EngineModel[]> {
    const models = listIn(await this.#connection.ask('question', signal, ({ client }) => client.list()));
    return Promise.all(
      models.map(async (listed): Promise<EngineModel> => {
        const details = (listed.details ?? {}) as typeof listed.details & { context_length?: number };
        const { name, digest, size } = listed;
        // Servers before 0.6.4 list no capabilities; `show` has them.
        const says = 'capabilities' in listed ? listed : await this.#shown(name, signal);
        return {
          name,
          digest,
          sizeBytes: size,
          capabilities: (says as { capabilities?: string[] }).capabilities ?? [],
          remote: hasRemoteName(name) || saysRemote(listed) || saysRemote(says),
          ...(details.parameter_size ? { parameterSize: details.parameter_size } : {}),
          ...(details.quantization_level ? { quantization: details.quantization_level } : {}),
          ...(details.context_length ? { contextTokens: details.context_length } : {}),
        };
      }),
    );
  }

  async running(signal: AbortSignal): Promise<readonly RunningModel[]> {
    const models = listIn(await this.#connection.ask('question', signal, ({ client }) => client.ps()));
    return models.map((model) => {
      const { name, digest, size, size_vram: onGpu } = model;
      const { context_length: contextTokens } = model as { context_length?: number };
      return { name, digest, sizeBytes: size, gpuBytes: onGpu ?? 0, ...(contextTokens ? { contextTokens } : {}) };
    });
  }

  async load(model: string, contextTokens: number, signal: AbortSignal): Promise<void> {
    if (hasRemoteName(model)) throw new TierError('remoteModel', model);
    const ask = ({ client, keepAlive }: OllamaRequest) =>
      client.generate({ model, prompt: '', keep_alive: keepAlive, stream: false, options: { num_ctx: contextTokens } });
    await this.#connection.ask('load', signal, ask, model);
  }

  #shown(model: string, signal: AbortSignal): Promise<object> {
    return this.#connection.ask('question', signal, ({ client }) => client.show({ model }));
  }

  async *#stream<Chunk extends LastChunk>(
    kind: RequestKind,
    model: string,
    signal: AbortSignal,
    call: (request: OllamaRequest) => Promise<AsyncIterable<Chunk>>,
    textOf: (chunk: Chunk) => string | undefined,
  ): AsyncGenerator<TierEvent> {
    if (hasRemoteName(model)) throw new TierError('remoteModel', model);
    const started = this.#clock.now();
    let firstPieceMs: number | undefined;
    let called = 0;
    // Leaving this generator in any way closes the connection: the package itself reads no further but leaves it open.
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    const request = this.#connection.open(kind, either);
    try {
      for await (const chunk of await call(request)) {
        // What had arrived before an abort is no longer wanted.
        if (signal.aborted) return;
        if (saysRemote(chunk)) throw new TierError('remoteModel', model);
        const text = textOf(chunk);
        const calls = callsOf(chunk, `call_${started.toString(36)}_${called}`);
        called += calls.length;
        if (text || calls.length > 0) {
          firstPieceMs ??= this.#clock.now() - started;
          yield { kind: 'piece', text: text ?? '', ...logprobsOf(chunk), ...(calls.length > 0 ? { calls } : {}) };
        }
        if (chunk.done && !signal.aborted) {
          const { host, tier } = request.endpoint;
          yield {
            kind: 'done',
            reason: chunk.done_reason === 'length' ? 'length' : 'stop',
            provenance: { tier, engine: 'Ollama', host, model },
            measured: { ...measuredBy(chunk), ...defined({ firstPieceMs }), totalMs: this.#clock.now() - started },
          };
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) throw fromOllamaError(error, model);
    } finally {
      left.abort();
    }
  }
}

/** The list of models in an answer. @throws {TierError} `notTheEngine`: whatever answered JSON, it lists no models */
function listIn<Model>(answer: { readonly models?: Model[] } | null): Model[] {
  if (!Array.isArray(answer?.models)) throw new TierError('notTheEngine', 'no list of models in the answer');
  return answer.models;
}

/**
 * What a piece of an answer asks to have called (recorded: "tool call stream"). Older engines give a call no id.
 * @param ownId what a call without one is called, with its number behind it; unlike any other of a conversation
 */
function callsOf(chunk: LastChunk, ownId: string): readonly ToolCall[] {
  const { message } = chunk as { message?: { tool_calls?: unknown } };
  const calls: readonly { id?: unknown; function?: { name?: unknown; arguments?: unknown } }[] = Array.isArray(
    message?.tool_calls,
  )
    ? message.tool_calls
    : [];
  return calls.flatMap(({ id, function: called }, index) => {
    if (typeof called?.name !== 'string') return [];
    const given = typeof called.arguments === 'object' && called.arguments !== null ? called.arguments : {};
    return [{ id: typeof id === 'string' && id !== '' ? id : `${ownId}_${index}`, name: called.name, given }];
  });
}

/** How sure the model was of a piece's tokens, where the engine says it (Ollama since 0.12.11). */
function logprobsOf(chunk: LastChunk): { logprobs?: readonly number[] } {
  const { logprobs } = chunk as { logprobs?: readonly { logprob: number }[] };
  return Array.isArray(logprobs) ? { logprobs: logprobs.map((each) => each.logprob) } : {};
}

function measuredBy(chunk: LastChunk): Partial<Measured> {
  const ms = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : nanoseconds / 1e6);
  return defined({
    promptTokens: chunk.prompt_eval_count,
    promptMs: ms(chunk.prompt_eval_duration),
    answerTokens: chunk.eval_count,
    answerMs: ms(chunk.eval_duration),
    loadMs: ms(chunk.load_duration),
  });
}

/** The object without the fields that are undefined. */
function defined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
