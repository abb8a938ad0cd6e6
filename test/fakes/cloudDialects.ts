import {
  breaksOff,
  type CloudAnswer,
  type CloudPiece,
  cutsOff,
  failsMidStream,
  limitsRate,
  refuses,
  streamsAndEnds,
} from './cloudAnswers.ts';
import { Gate } from './gate.ts';
import type { Exchange } from './loopbackServer.ts';

/** How a model comes to its end. */
export type Ending = 'stop' | 'length' | 'refusal';

/** One provider's way of saying things. Each counts 21 tokens of the question and 7 of the answer. */
export interface CloudDialect {
  /** Where the request arrives. */
  readonly path: string;
  /** The path of the list of models, and the list. */
  readonly listPath: string;
  list(models: readonly string[]): object;
  /** The key that a request carries. */
  keyOf(exchange: Exchange): string | undefined;
  /** A whole answer. */
  ends(ending: Ending, ...pieces: readonly CloudPiece[]): CloudAnswer;
  /** A clean end of the stream after these pieces, without a word that it was the end. */
  cutsOff(...pieces: readonly CloudPiece[]): CloudAnswer;
  /** The connection is reset after these pieces. */
  breaksOff(...pieces: readonly CloudPiece[]): CloudAnswer;
  /** An error in the middle of a stream that began with status 200. */
  failsMidStream(...pieces: readonly CloudPiece[]): CloudAnswer;
  /** A status that is an error, with the provider's own body for it. */
  refuses(status: number, headers?: Readonly<Record<string, string>>): CloudAnswer;
}

const bearer = ({ request }: Exchange) => request.headers.authorization?.replace(/^Bearer /, '');

/** OpenAI's "chat completions". */
export const openai: CloudDialect = {
  path: '/v1/chat/completions',
  listPath: '/v1/models',
  list: (models) => ({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'fake' })),
  }),
  keyOf: bearer,
  ends: (ending, ...pieces) =>
    streamsAndEnds(
      ending === 'refusal' ? { refusal: 'I will not.' } : { finishReason: ending === 'length' ? 'length' : 'stop' },
      ...pieces,
    ),
  cutsOff,
  breaksOff,
  failsMidStream: (...pieces) => failsMidStream('The server had an error.', ...pieces),
  refuses: (status, headers) =>
    status === 429 && headers?.['retry-after'] !== undefined
      ? limitsRate(headers['retry-after'])
      : refuses(status, 'No.', 'invalid_request_error', headers),
};

/** A piece on its way. */
type Send = (exchange: Exchange, text: string, isFirst: boolean) => void;

async function sendPieces(exchange: Exchange, pieces: readonly CloudPiece[], send: Send): Promise<void> {
  let isFirst = true;
  for (const piece of pieces) {
    if (piece instanceof Gate) await piece.pass();
    else if (!exchange.response.destroyed) {
      send(exchange, piece, isFirst);
      isFirst = false;
    }
  }
}

async function reset(exchange: Exchange): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  exchange.incoming.socket.resetAndDestroy();
}

const anthropicEvent = ({ response }: Exchange, type: string, rest: object = {}) => {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
};

/** Error types by status: platform.claude.com, "Claude API errors", read 2026-11-25. */
const anthropicErrors: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const anthropicPiece: Send = (exchange, text, isFirst) => {
  const say = (type: string, rest?: object) => anthropicEvent(exchange, type, rest);
  if (isFirst) {
    const usage = { input_tokens: 20, cache_read_input_tokens: 1, output_tokens: 1 };
    const { model } = exchange.request.body ?? {};
    const message = {
      id: 'msg_fake',
      type: 'message',
      role: 'assistant',
      content: [],
      model,
      stop_reason: null,
      usage,
    };
    say('message_start', { message });
    // A model that thinks does so in a block of its own, before the one that is the answer.
    say('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } });
    say('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'What may this be?' } });
    say('content_block_stop', { index: 0 });
    say('content_block_start', { index: 1, content_block: { type: 'text', text: '' } });
    say('ping');
  }
  say('content_block_delta', { index: 1, delta: { type: 'text_delta', text } });
};

/**
 * Anthropic's "messages", by its documentation: the events of "Streaming messages", the stop reasons of "Stop reasons and
 * fallback", the bodies of "Claude API errors" (platform.claude.com, read 2026-11-25).
 */
export const anthropic: CloudDialect = {
  path: '/v1/messages',
  listPath: '/v1/models',
  list: (models) => ({
    data: models.map((id) => ({ id, type: 'model', display_name: id, created_at: '2026-09-22T00:00:00Z' })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }),
  keyOf: ({ request }) => {
    const key = request.headers['x-api-key'];
    return typeof key === 'string' ? key : undefined;
  },
  ends:
    (ending, ...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, anthropicPiece);
      const stop_reason = { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' }[ending];
      anthropicEvent(exchange, 'content_block_stop', { index: 1 });
      anthropicEvent(exchange, 'message_delta', {
        delta: { stop_reason, stop_sequence: null },
        usage: { output_tokens: 7 },
      });
      anthropicEvent(exchange, 'message_stop');
      exchange.response.end();
    },
  cutsOff:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, anthropicPiece);
      exchange.response.end();
    },
  breaksOff:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, anthropicPiece);
      await reset(exchange);
    },
  failsMidStream:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, anthropicPiece);
      const error = { type: 'overloaded_error', message: 'Overloaded' };
      anthropicEvent(exchange, 'error', { error, request_id: 'req_fake' });
      exchange.response.end();
    },
  refuses:
    (status, headers = {}) =>
    ({ response }) => {
      response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake', ...headers });
      const error = { type: anthropicErrors[status] ?? 'api_error', message: 'No.' };
      response.end(JSON.stringify({ type: 'error', error, request_id: 'req_fake' }));
    },
};

const ollamaLine = ({ response, request }: Exchange, line: object) => {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.write(
    `${JSON.stringify({ model: request.body?.model, created_at: '2026-11-25T10:00:00.000000000Z', ...line })}\n`,
  );
};

const ollamaPiece: Send = (exchange, content) =>
  ollamaLine(exchange, { message: { role: 'assistant', content }, done: false });

/** What the cloud says with a status: docs.ollama.com, "Errors" and "Authentication", read 2026-11-25; there is no more. */
const ollamaErrors: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  402: 'payment required',
  404: "model 'big-model' not found",
  429: 'too many concurrent requests',
  502: 'upstream error',
};

/** Ollama's own API as its cloud speaks it, by docs.ollama.com, "Streaming" and "Errors" (read 2026-11-25). */
export const ollama: CloudDialect = {
  path: '/api/chat',
  listPath: '/api/tags',
  list: (models) => ({ models: models.map((name) => ({ name, model: name, digest: 'f'.repeat(64), size: 1 })) }),
  keyOf: bearer,
  ends:
    (ending, ...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, ollamaPiece);
      ollamaLine(exchange, {
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: ending,
        total_duration: 1_000_000_000,
        prompt_eval_count: 21,
        eval_count: 7,
      });
      exchange.response.end();
    },
  cutsOff:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, ollamaPiece);
      exchange.response.end();
    },
  breaksOff:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, ollamaPiece);
      await reset(exchange);
    },
  failsMidStream:
    (...pieces) =>
    async (exchange) => {
      await sendPieces(exchange, pieces, ollamaPiece);
      exchange.response.end(`${JSON.stringify({ error: 'an error was encountered while running the model' })}\n`);
    },
  refuses:
    (status, headers = {}) =>
    ({ response }) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify({ error: ollamaErrors[status] ?? 'internal error' }));
    },
};
