import { answerOrigin, jsonType, sendJson } from '../engine/ollamaWire.mjs';
import * as words from '../engine/ollamaWords.mjs';
import { parseBody } from '../engine/parseBody.mjs';
import { extended, type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';
import { type Answer, lineOf, type OllamaExchange, sendsLines } from './ollamaAnswers.ts';
import { ordinaryAnswer, type Pulling, pullProgress } from './ollamaDefaults.ts';
import { coder, contextLengthOf, type FakeModel, runningOf, showOf, tagOf, writer } from './ollamaModels.ts';
import { refusalOf } from './ollamaRefusal.ts';

/** What a scripted answer is for: valid requests for text, valid requests to load or unload, or everything on a path. */
export type Target = 'generation' | 'load' | `/${string}`;

/** What to start with. */
export interface FakeOllamaOptions {
  readonly port?: number;
  readonly version?: string;
  /** By default `coder` and `writer`. */
  readonly models?: readonly FakeModel[];
  /** Whether models of Ollama's cloud are passed on; by default they are refused with 403. */
  readonly cloud?: boolean;
}

/** A fake Ollama inside the test's process. */
export interface FakeOllama extends LoopbackServer {
  /** What it says of itself; another one after an upgrade. */
  version: string;
  /** The models now; tests may add and remove. Pull, copy and delete change it too. */
  readonly models: Map<string, FakeModel>;
  /** Names of the models in memory now. */
  readonly loaded: ReadonlySet<string>;
  /** How downloads go. */
  pulling: Pulling;
  /** What can be downloaded, as it would be afterwards; undefined: any name. Tests may change it. */
  library: Map<string, FakeModel> | undefined;
  /** Bytes that a download has left behind which did not come to its end, by name: the next one goes on from them. */
  readonly partial: ReadonlyMap<string, number>;
  /** Answers the next request for this target once; several queue up. */
  enqueue(answer: Answer, target?: Target): void;
  /** Answers every request for this target that no queued answer takes; `undefined` goes back to the default. */
  script(answer: Answer | undefined, target?: Target): void;
}

/** Starts a fake Ollama on 127.0.0.1 that answers like the recorded real one until told otherwise. */
export async function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  const models = new Map((options.models ?? [coder, writer]).map((model) => [model.name, model]));
  const loaded = new Map<string, number>();
  for (const model of models.values()) if (model.loaded) loaded.set(model.name, contextLengthOf(model));
  const partial = new Map<string, number>();
  const state: Pick<FakeOllama, 'version' | 'pulling' | 'library'> = {
    version: options.version ?? '0.33.0',
    pulling: {},
    library: undefined,
  };
  const queues = new Map<Target, Answer[]>();
  const scripts = new Map<Target, Answer>();

  const scripted = (target: Target) => queues.get(target)?.shift() ?? scripts.get(target);
  const named = (name: unknown) => models.get(words.withTag(typeof name === 'string' ? name : ''));
  const refuse = (exchange: OllamaExchange, status: number, error: string, type = jsonType) =>
    sendJson(exchange.response, status, { error }, type);

  async function generateOrLoad(exchange: OllamaExchange): Promise<void> {
    const refused = refusalOf(exchange, options.cloud === true);
    if (refused !== undefined) return refuse(exchange, refused.status, refused.error, refused.type);
    const body = exchange.request.body ?? {};
    const name = exchange.model?.name ?? '';
    const empty =
      exchange.request.path === '/api/chat' ? !(body.messages as unknown[])?.length : !body.prompt && !body.suffix;
    const unload = empty && body.keep_alive === 0;
    const answer = scripted(empty ? 'load' : 'generation');
    if (answer !== undefined) await answer(exchange);
    else if (empty) {
      const last = { done: true, done_reason: unload ? 'unload' : 'load' };
      sendJson(exchange.response, 200, lineOf(exchange, '', last));
    } else await ordinaryAnswer(exchange);
    const sent = (body.options ?? {}) as Record<string, unknown>;
    if (unload) loaded.delete(name);
    else loaded.set(name, Number(sent.num_ctx ?? contextLengthOf(exchange.model ?? coder)));
  }

  const endpoints: Record<string, Answer> = {
    'GET /': ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('Ollama is running');
    },
    'GET /api/version': ({ response }) => sendJson(response, 200, { version: state.version }),
    'GET /api/tags': ({ response }) => sendJson(response, 200, { models: [...models.values()].map(tagOf) }),
    'GET /api/ps': ({ response }) => {
      const expires = new Date(Date.now() + 300_000);
      const entries = [...loaded].flatMap(([name, contextLength]) => {
        const model = models.get(name);
        return model === undefined ? [] : [runningOf(model, expires, contextLength)];
      });
      sendJson(response, 200, { models: entries });
    },
    'POST /api/show': (exchange) => {
      const name = String(exchange.request.body?.model ?? '');
      if (name === '') return refuse(exchange, 400, words.modelRequired);
      // Only this endpoint puts the tag into the message.
      if (exchange.model === undefined) return refuse(exchange, 404, words.modelNotFound(words.withTag(name)));
      sendJson(exchange.response, 200, showOf(exchange.model));
    },
    'POST /api/generate': generateOrLoad,
    'POST /api/chat': generateOrLoad,
    'POST /api/pull': async (exchange) => {
      const name = words.withTag(String(exchange.request.body?.model ?? exchange.request.body?.name ?? ''));
      const known =
        state.library === undefined ? { name, capabilities: ['completion', 'insert'] } : state.library.get(name);
      if (known === undefined) {
        return sendsLines({ status: 'pulling manifest' }, { error: words.pullUnknown })(exchange);
      }
      let isWhole = false;
      const { total = 50_425_408 } = state.pulling;
      await pullProgress({ ...state.pulling, name }, partial.get(name), (bytes) => {
        partial.set(name, bytes);
        isWhole = bytes === total;
      })(exchange);
      if (!isWhole) return;
      partial.delete(name);
      models.set(name, known);
    },
    'POST /api/copy': ({ request, response }) => {
      const [source, destination] = [named(request.body?.source), words.withTag(String(request.body?.destination))];
      if (source !== undefined) models.set(destination, { ...source, name: destination });
      response.writeHead(source === undefined ? 404 : 200, { 'content-length': 0 }).end();
    },
    'DELETE /api/delete': (exchange) => {
      const name = String(exchange.request.body?.model ?? exchange.request.body?.name ?? '');
      if (exchange.model === undefined) return refuse(exchange, 404, words.modelNotFound(name));
      models.delete(exchange.model.name);
      loaded.delete(exchange.model.name);
      exchange.response.writeHead(200, { 'content-length': 0 }).end();
    },
    'POST /api/embed': (exchange) => {
      if (exchange.model === undefined)
        return refuse(exchange, 404, words.modelNotFound(String(exchange.request.body?.model)));
      refuse(exchange, 501, words.noEmbeddings);
    },
  };

  const server = await startLoopbackServer(async ({ request, incoming, response }) => {
    const exchange = { request, incoming, response, model: named(request.body?.model ?? request.body?.name) };
    const answer = scripted(request.path as Target);
    if (answer !== undefined) return answer(exchange);
    if (answerOrigin(incoming, response)) return;
    const endpoint = endpoints[`${request.method === 'HEAD' ? 'GET' : request.method} ${request.path}`];
    if (endpoint === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
      return;
    }
    const parsed = request.method === 'POST' || request.method === 'DELETE' ? parseBody(request.bytes) : { body: {} };
    if ('error' in parsed) return refuse(exchange, 400, parsed.error);
    await endpoint(exchange);
  }, options.port);

  return extended(server, {
    models,
    partial,
    get version() {
      return state.version;
    },
    set version(version: string) {
      state.version = version;
    },
    get pulling() {
      return state.pulling;
    },
    set pulling(pulling: Pulling) {
      state.pulling = pulling;
    },
    get library() {
      return state.library;
    },
    set library(library: Map<string, FakeModel> | undefined) {
      state.library = library;
    },
    get loaded() {
      return new Set(loaded.keys());
    },
    enqueue(answer: Answer, target: Target = 'generation') {
      queues.set(target, [...(queues.get(target) ?? []), answer]);
    },
    script(answer: Answer | undefined, target: Target = 'generation') {
      if (answer === undefined) scripts.delete(target);
      else scripts.set(target, answer);
    },
  });
}
