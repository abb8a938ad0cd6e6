// How a real Ollama puts its answers on the wire: content types, JSON as Go writes it, and who may ask from a web page.

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

export const jsonType = 'application/json; charset=utf-8';
/** The type of a refusal inside a streamed request, which the real server sends without a charset. */
export const bareJsonType = 'application/json';
export const linesType = 'application/x-ndjson';

/** JSON as Go's encoder writes it, with `<`, `>` and `&` escaped. @param {unknown} value */
export const goJson = (value) =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Answers with one JSON value.
 * @param {ServerResponse} response @param {number} status @param {unknown} value @param {string} [type]
 */
export function sendJson(response, status, value, type = jsonType) {
  if (response.destroyed) return;
  const body = goJson(value);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/**
 * Reads a whole request body. @param {IncomingMessage} request
 * @returns {Promise<Buffer>}
 */
export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The origins a real Ollama lets in by default (read in its source: envconfig, AllowedOrigins). */
const allowed =
  /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?$|(?:app|file|tauri|vscode-webview|vscode-file):\/\/)/;

const preflightHeaders = {
  'access-control-allow-headers': 'Authorization,Content-Type,User-Agent,Accept,X-Requested-With',
  'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
  'access-control-max-age': '43200',
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};

/**
 * Applies Ollama's rule for requests from web pages: strangers get 403, known origins their headers, a preflight its 204.
 * @param {IncomingMessage} request @param {ServerResponse} response
 * @returns {boolean} Whether the request was answered here.
 */
export function answerOrigin(request, response) {
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  if (!allowed.test(origin)) {
    response.writeHead(403, { 'content-length': 0 }).end();
    return true;
  }
  response.setHeader('access-control-allow-origin', origin);
  if (request.method === 'OPTIONS') {
    response.writeHead(204, preflightHeaders).end();
    return true;
  }
  response.setHeader('vary', 'Origin');
  return false;
}
