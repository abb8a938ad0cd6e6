import { cutJson, missingBody } from './ollamaWords.mjs';

/**
 * Parses a request body, in Go's words when it cannot be.
 * @param {Buffer} bytes
 * @returns {{ body: Record<string, unknown> } | { error: string }}
 */
export function parseBody(bytes) {
  if (bytes.length === 0) return { error: missingBody };
  const source = bytes.toString('utf8');
  try {
    const body = JSON.parse(source);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { body };
    const kind = Array.isArray(body) ? 'array' : typeof body;
    return { error: `json: cannot unmarshal ${kind} into Go value of type api.Request` };
  } catch (error) {
    // V8 names either the character that is wrong or a position; a text that is cut off is wrong only at its end.
    const message = error instanceof Error ? error.message : '';
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? source.length);
    const wrong = /Unexpected token '(.)'/su.exec(message)?.[1] ?? source[position];
    return { error: wrong === undefined ? cutJson : `invalid character '${wrong}' looking for beginning of value` };
  }
}
