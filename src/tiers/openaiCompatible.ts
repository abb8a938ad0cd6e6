import type { Clock } from '../base/clock.ts';
import type { Engine, EngineModel, RunningModel } from './engine.ts';
import { EngineConnection, type EngineConnectionParts, engineLimits, type RequestKind } from './engineConnection.ts';
import { completionBody, conversationBody, infillBody } from './openaiBody.ts';
import { refusedBy } from './openaiError.ts';
import { FillingIn } from './openaiFillIn.ts';
import { readServerList, type ServerList, type ServerProgram } from './openaiServer.ts';
import { readStream, type Said } from './openaiStream.ts';
import { hasCloudName } from './remoteModel.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  type Measured,
  type Message,
  TierError,
  type TierEvent,
} from './tier.ts';

/** What the engine is made with. */
export interface OpenAiCompatibleParts extends EngineConnectionParts {
  readonly clock: Clock;
  /** Whether it has to be found out how a model fills in: nobody knows it by its name, and it may be asked. */
  readonly asksHow?: (model: string) => boolean;
}

/** One request: where to, and with which body. */
interface Call {
  readonly kind: RequestKind;
  readonly model: string;
  readonly path: string;
  readonly body: object;
}

/** A token takes some hundred bytes of a stream, and a long answer has thousands of them. */
const mostAnswerBytes = 32 * 1024 * 1024;

/** A server that speaks OpenAI's API, such as vLLM or llama.cpp's, as the local or self-hosted tier. */
export class OpenAiCompatible implements Completer, Answerer, Engine {
  readonly keepsModels = false;
  readonly #connection: EngineConnection;
  readonly #clock: Clock;
  readonly #fillingIn: FillingIn;
  readonly #asksHow: (model: string) => boolean;
  #program: ServerProgram = 'OpenAI-compatible server';

  /** @throws whatever `settings` throws, at each request */
  constructor({ clock, asksHow = () => false, ...parts }: OpenAiCompatibleParts) {
    const limits = { answer: { ...engineLimits.answer, mostBytes: mostAnswerBytes }, ...parts.limits };
    this.#connection = new EngineConnection({ ...parts, limits });
    this.#clock = clock;
    this.#asksHow = asksHow;
    this.#fillingIn = new FillingIn((path, body, signal) => this.#answerTo('question', path, signal, body));
  }

  /** What answers, as its list of models tells. */
  get name(): ServerProgram {
    return this.#program;
  }

  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    const { model, messages } = request;
    if (messages) return this.#stream(this.#conversation('completion', request, messages), signal);
    // Without `raw`, the server is to put the markers: llama.cpp has a way of its own for it.
    const isInfill = !request.raw && this.#program === 'llama.cpp';
    const call = isInfill
      ? { path: '/infill', body: infillBody(request) }
      : { path: '/v1/completions', body: completionBody(request, this.#program) };
    return this.#stream({ kind: 'completion', model, ...call }, signal);
  }

  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    return this.#stream(this.#conversation('answer', request, request.messages), signal);
  }

  /** The program's own version; empty where it says none. */
  async version(signal: AbortSignal): Promise<string> {
    const { program } = await this.list(signal);
    const [path, field] = versions[program] ?? [];
    if (path === undefined || field === undefined) return '';
    try {
      const answer = Object(await this.#answerTo('question', path, signal)) as Record<string, unknown>;
      return typeof answer[field] === 'string' ? answer[field].slice(0, 40) : '';
    } catch (error) {
      // It answers, which is what counts; some keep this to themselves.
      if (error instanceof TierError) return '';
      throw error;
    }
  }

  async models(signal: AbortSignal): Promise<readonly EngineModel[]> {
    const { program, models } = await this.list(signal);
    const { endpoint } = this.#connection.open('question', signal);
    return Promise.all(
      models.map(async ({ loaded, ...model }) => {
        const isAsked =
          loaded && !model.remote && model.capabilities.includes('completion') && this.#asksHow(model.name);
        const fillsIn = isAsked && (await this.#fillingIn.of(model.name, endpoint.url, program, signal));
        return fillsIn ? { ...model, capabilities: [...model.capabilities, 'insert'] } : model;
      }),
    );
  }

  /** Servers have what they list in memory, where they do not say otherwise. How much it takes there none of them says. */
  async running(signal: AbortSignal): Promise<readonly RunningModel[]> {
    const { models } = await this.list(signal);
    return models.filter(({ loaded }) => loaded).map(({ name }) => ({ name }));
  }

  async load(model: string, _contextTokens: number, signal: AbortSignal): Promise<void> {
    if (hasCloudName(model)) throw new TierError('remoteModel', model);
    const body = { model, prompt: ' ', max_tokens: 1 };
    await this.#answerTo('load', '/v1/completions', signal, body, model);
  }

  /** Asks for the list of models. @throws {TierError} */
  async list(signal: AbortSignal): Promise<ServerList> {
    const list = readServerList(await this.#answerTo('question', '/v1/models', signal));
    if (!list) throw new TierError('notTheEngine', 'no list of models in the answer');
    this.#program = list.program;
    return list;
  }

  #conversation(kind: RequestKind, request: AnswerRequest | CompletionRequest, messages: readonly Message[]): Call {
    const body = conversationBody(request, messages, this.#program);
    return { kind, model: request.model, path: '/v1/chat/completions', body };
  }

  async *#stream({ kind, model, path, body }: Call, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (hasCloudName(model)) throw new TierError('remoteModel', model);
    const started = this.#clock.now();
    let firstPieceMs: number | undefined;
    let ended: Said['ended'];
    let measured: Partial<Measured> = {};
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    try {
      const { endpoint, response } = await this.#send(kind, path, either, body, model);
      const { tier, host } = endpoint;
      const ownId = `call_${started.toString(36)}`;
      for await (const said of readStream(bytesOf(response, host), model, host, ownId)) {
        // What had arrived before an abort is no longer wanted.
        if (signal.aborted) return;
        const { text = '', logprobs, calls } = said;
        if (text !== '' || calls) {
          firstPieceMs ??= this.#clock.now() - started;
          yield { kind: 'piece', text, ...(logprobs ? { logprobs } : {}), ...(calls ? { calls } : {}) };
        }
        ended = said.ended ?? ended;
        measured = { ...measured, ...said.measured };
      }
      if (signal.aborted) return;
      if (!ended) throw new TierError('cutShort', `${host} stopped without saying that it was done`);
      yield {
        kind: 'done',
        reason: ended,
        provenance: { tier, engine: this.#program, host, model },
        measured: {
          ...measured,
          ...(firstPieceMs === undefined ? {} : { firstPieceMs }),
          totalMs: this.#clock.now() - started,
        },
      };
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // Leaving in any way closes the connection, which is how a server learns to stop.
      left.abort();
    }
  }

  /** Asks something that is answered in one piece. @throws {TierError} or the signal's reason after an abort */
  async #answerTo(
    kind: RequestKind,
    path: string,
    signal: AbortSignal,
    body?: object,
    model?: string,
  ): Promise<unknown> {
    const { response } = await this.#send(kind, path, signal, body, model);
    return jsonIn(await response.text());
  }

  async #send(kind: RequestKind, path: string, signal: AbortSignal, body?: object, model?: string) {
    const { endpoint, fetch: send } = this.#connection.open(kind, signal);
    const init = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await send(`${rootOf(endpoint.url)}${path}`, init);
    if (response.ok) return { endpoint, response };
    throw refusedBy(response.status, jsonIn(await response.text()), model, endpoint.host);
  }
}

/** Where a program says its version, and in which field. */
const versions: Readonly<Partial<Record<ServerProgram, readonly [path: string, field: string]>>> = {
  'llama.cpp': ['/props', 'build_info'],
  vLLM: ['/version', 'version'],
};

/** People write the address with `/v1` at its end, as OpenAI's clients want it, or without. */
function rootOf(url: string): string {
  return url.replace(/\/v1$/, '');
}

/** The body of a response. @throws {TierError} `notTheEngine` where there is none */
function bytesOf({ body, headers }: Response, host: string): AsyncIterable<Uint8Array> {
  if (body && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')) return body;
  throw new TierError('notTheEngine', `${host} answered with no stream of events`);
}

/** What a text is as JSON; undefined where it is none. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
