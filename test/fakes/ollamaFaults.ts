import { goJson, linesType, sendJson } from '../engine/ollamaWire.mjs';
import { doesNotSupport, modelNotFound, withTag } from '../engine/ollamaWords.mjs';
import { type Answer, lineOf, type Piece, sendPieces, writeLine } from './ollamaAnswers.ts';

/** Never answers: not a byte, until somebody closes. */
export const hangs =
  (): Answer =>
  async ({ request }) => {
    await request.closed;
  };

/** Says these pieces and then nothing more, with the connection left open. */
export const stalls =
  (...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    await exchange.request.closed;
  };

/** A clean end of the stream without a `done` line, as when the engine is restarted. */
export const endsWithoutDone =
  (...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    if (!exchange.response.headersSent) exchange.response.writeHead(200, { 'content-type': linesType });
    exchange.response.end();
  };

/** A clean end in the middle of a line. */
export const endsInHalfALine =
  (...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    const line = goJson(lineOf(exchange, 'cut short', { done: false }));
    if (!exchange.response.headersSent) exchange.response.writeHead(200, { 'content-type': linesType });
    exchange.response.end(line.slice(0, Math.floor(line.length / 2)));
  };

/** An `{"error":…}` line after these pieces, still under status 200. */
export const failsMidStream =
  (message: string, ...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    writeLine(exchange, { error: message });
    exchange.response.end();
  };

/** A refusal with Ollama's `{"error":…}` body. */
export const refuses =
  (status: number, message: string): Answer =>
  ({ response }) =>
    sendJson(response, status, { error: message });

const asked = (body: Readonly<Record<string, unknown>> | undefined) => String(body?.model ?? '');

/** 404, the model has been removed. */
export const modelMissing = (): Answer => (exchange) =>
  refuses(404, modelNotFound(asked(exchange.request.body)))(exchange);

/** 400, the model's template has no place for a suffix. */
export const insertUnsupported = (): Answer => (exchange) =>
  refuses(400, doesNotSupport(withTag(asked(exchange.request.body)), 'insert'))(exchange);

/** 500, the model does not fit into memory. */
export const outOfMemory = (): Answer =>
  refuses(500, 'llama runner process has terminated: cudaMalloc failed: out of memory');

/** 503, too many requests wait for a load. */
export const busy = (): Answer => refuses(503, 'server busy, please try again.  maximum pending requests exceeded');

/** A web page under status 200, as a captive portal or another program on the port would send. */
export const htmlPage =
  (): Answer =>
  ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n');
  };

/** Resets the connection (not a clean close) after these pieces. */
export const resetsConnection =
  (...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    await sendPieces(exchange, pieces);
    // The pieces must be on their way before the reset, which throws away what is still unsent.
    await new Promise((resolve) => setImmediate(resolve));
    exchange.incoming.socket.resetAndDestroy();
  };

/** Lines that say another host made them, although the model is listed as a local one. */
export const answersFromAfar =
  (...pieces: readonly string[]): Answer =>
  async (exchange) => {
    const remote = { host: 'https://cloud.example:443', model: 'huge:480b' };
    const model = { ...(exchange.model ?? { name: 'x:latest' }), remote };
    await sendPieces({ ...exchange, model }, pieces);
    writeLine(exchange, lineOf({ ...exchange, model }, '', { done: true, done_reason: 'stop' }));
    exchange.response.end();
  };

/** One line of more than this many bytes. */
export const longLine =
  (bytes = 1_048_577): Answer =>
  (exchange) => {
    writeLine(exchange, lineOf(exchange, 'x'.repeat(bytes), { done: false }));
    writeLine(exchange, lineOf(exchange, '', { done: true, done_reason: 'stop' }));
    exchange.response.end();
  };

/** The same piece again and again until the client closes. */
export const neverStops =
  (piece = 'x'): Answer =>
  async (exchange) => {
    const { response } = exchange;
    while (!response.destroyed) {
      writeLine(exchange, lineOf(exchange, piece, { done: false }));
      await new Promise((resolve) => setImmediate(resolve));
      if (response.writableNeedDrain) {
        await Promise.race([new Promise((resolve) => response.once('drain', resolve)), exchange.request.closed]);
      }
    }
  };

/** Sends the client elsewhere. @param location An absolute address. */
export const redirects =
  (location: string, status = 307): Answer =>
  ({ response }) => {
    response.writeHead(status, { location, 'content-length': 0 }).end();
  };

/** Says the pieces in full, but cut into writes of `size` bytes, also inside lines and inside UTF-8 characters. */
export const saysInSlices =
  (size: number, ...pieces: readonly string[]): Answer =>
  async (exchange) => {
    const { response } = exchange;
    const lines = [
      ...pieces.map((piece) => lineOf(exchange, piece, { done: false })),
      lineOf(exchange, '', { done: true, done_reason: 'stop' }),
    ];
    // JSON.stringify leaves characters beyond ASCII as they are, so that a slice can end inside one.
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    response.writeHead(200, { 'content-type': linesType });
    for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
      await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
