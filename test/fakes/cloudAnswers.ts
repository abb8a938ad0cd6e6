import { Gate } from './gate.ts';
import type { Exchange } from './loopbackServer.ts';

/** How the fake cloud answers one request. */
export type CloudAnswer = (exchange: Exchange) => void | Promise<void>;

/** Text, or a gate at which the answer waits for the test. */
export type CloudPiece = string | Gate;

/** Tokens the fake cloud says it counted. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

const usual: Usage = { prompt_tokens: 21, completion_tokens: 7 };

/** A streamed answer in the form of OpenAI's API: role, pieces, finish reason, usage where asked for, `[DONE]`. */
export const streams = (...pieces: readonly CloudPiece[]): CloudAnswer => streamsAndEnds({}, ...pieces);

/** Like `streams`, with another end. `refusal` is what a model says instead of an answer. */
export const streamsAndEnds =
  (
    ending: { finishReason?: string; usage?: Usage | undefined; refusal?: string },
    ...pieces: readonly CloudPiece[]
  ): CloudAnswer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    if (ending.refusal !== undefined) sendEvent(exchange, chunk(exchange, { refusal: ending.refusal }));
    sendEvent(exchange, chunk(exchange, {}, ending.finishReason ?? 'stop'));
    const options = exchange.request.body?.stream_options as { include_usage?: boolean } | undefined;
    if (options?.include_usage === true) {
      const { prompt_tokens, completion_tokens } = ending.usage ?? usual;
      const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
      sendEvent(exchange, { ...chunk(exchange, {}), choices: [], usage });
    }
    exchange.response.end('data: [DONE]\n\n');
  };

/** A clean end of the stream after these pieces, without a finish reason and without `[DONE]`. */
export const cutsOff =
  (...pieces: readonly CloudPiece[]): CloudAnswer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    exchange.response.end();
  };

/** The connection is reset after these pieces. */
export const breaksOff =
  (...pieces: readonly CloudPiece[]): CloudAnswer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    await new Promise((resolve) => setImmediate(resolve));
    exchange.incoming.socket.resetAndDestroy();
  };

/** An error in the middle of a stream that began with status 200. */
export const failsMidStream =
  (message: string, ...pieces: readonly CloudPiece[]): CloudAnswer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    sendEvent(exchange, { error: { message, type: 'server_error', param: null, code: null } });
    exchange.response.end();
  };

/** Never answers. */
export const hangs =
  (): CloudAnswer =>
  async ({ request }) => {
    await request.closed;
  };

/** A refusal in OpenAI's form. */
export const refuses =
  (status: number, message: string, type: string, headers: Readonly<Record<string, string>> = {}): CloudAnswer =>
  ({ response }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type, param: null, code: null } }));
  };

/** 401; like some providers it repeats a part of the key, which must not reach the user. */
export const rejectsKey = (): CloudAnswer => (exchange) => {
  const key = exchange.request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  const message = `Incorrect API key provided: ${key}. You can find your API key in your account.`;
  return refuses(401, message, 'invalid_request_error')(exchange);
};

/** 429. @param retryAfter The `Retry-After` header, seconds or an HTTP date; absent when `undefined`. */
export const limitsRate = (retryAfter?: string): CloudAnswer =>
  refuses(
    429,
    'Rate limit reached.',
    'rate_limit_error',
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  );

/** 500. */
export const breaks = (): CloudAnswer => refuses(500, 'The server had an error.', 'server_error');

/** 529, which some providers use for "overloaded". */
export const overloaded = (): CloudAnswer => refuses(529, 'Overloaded', 'overloaded_error');

/** Sends the client elsewhere, which a client with a key must not follow. */
export const redirects =
  (location: string, status = 307): CloudAnswer =>
  ({ response }) => {
    response.writeHead(status, { location, 'content-length': 0 }).end();
  };

async function sendPieces(exchange: Exchange, pieces: readonly CloudPiece[]): Promise<void> {
  let first = true;
  for (const piece of pieces) {
    if (piece instanceof Gate) await piece.pass();
    else sendEvent(exchange, chunk(exchange, first ? { role: 'assistant', content: piece } : { content: piece }));
    first &&= piece instanceof Gate;
  }
}

function sendEvent({ response }: Exchange, event: object): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

function chunk({ request }: Exchange, delta: object, finish: string | null = null) {
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: 1_764_000_000,
    model: request.body?.model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
}
