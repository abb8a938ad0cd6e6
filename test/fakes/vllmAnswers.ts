import type { ServerResponse } from 'node:http';
import { Gate } from './gate.ts';
import type { Exchange } from './loopbackServer.ts';

/** How a request is answered. */
export type VllmAnswer = (exchange: Exchange) => void | Promise<void>;

/** A piece on its way, or a place to stop at. */
export type VllmPiece = string | Gate;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A refusal in the words and the form of a program; vLLM's form is the first. */
export function refusesWith(
  status: number,
  message: string,
  type = 'BadRequestError',
  code: unknown = status,
): VllmAnswer {
  return ({ response }) => sendJson(response, status, { error: { message, type, param: null, code } });
}

/** The form of vLLM before 0.11. */
export function refusesAsBefore(status: number, message: string, type = 'BadRequestError'): VllmAnswer {
  return ({ response }) => sendJson(response, status, { object: 'error', message, type, param: null, code: status });
}

/** A whole answer, to its end. @param countsSuffix whether the suffix was read as well */
export function says(countsSuffix: boolean, ...pieces: readonly VllmPiece[]): VllmAnswer {
  return async (exchange) => {
    const { request, response } = exchange;
    const { stream, stream_options: wanted, prompt, suffix } = request.body ?? {};
    const read = `${prompt ?? ''} ${countsSuffix ? (suffix ?? '') : ''}`.trim().split(/\s+/).length;
    const usage = { prompt_tokens: read, completion_tokens: pieces.length, total_tokens: read + pieces.length };
    if (stream !== true)
      return sendJson(response, 200, { choices: [{ text: pieces.join(''), finish_reason: 'stop' }], usage });
    await sendPieces(exchange, pieces);
    event(exchange, choice(exchange, '', 'stop'));
    if (Object(wanted).include_usage === true) event(exchange, { choices: [], usage });
    end(exchange);
  };
}

/**
 * The model calls tools, in pieces as vLLM's parsers stream them (`DeltaToolCall`; recorded of Qwen2.5-Coder-7B-Instruct-AWQ on vLLM and
 * of Llama 3.1 8B): the id and the name first, then what is given, cut anywhere.
 * @param before what it says before
 */
export function calls(
  called: readonly { readonly id: string; readonly name: string; readonly given: readonly string[] }[],
  before: readonly VllmPiece[] = [],
): VllmAnswer {
  return async (exchange) => {
    event(exchange, delta(exchange, { role: 'assistant', content: '' }));
    await sendPieces(exchange, before);
    for (const [index, { id, name, given }] of called.entries()) {
      const first = { id, type: 'function', index, function: { name } };
      event(exchange, delta(exchange, { tool_calls: [first] }));
      for (const piece of given)
        event(exchange, delta(exchange, { tool_calls: [{ index, function: { arguments: piece } }] }));
    }
    event(exchange, delta(exchange, { content: '' }, 'tool_calls'));
    end(exchange);
  };
}

/** One event of a conversation's stream. */
export function delta({ request }: Exchange, said: object, reason: string | null = null): object {
  const choices = [{ index: 0, delta: said, logprobs: null, finish_reason: reason }];
  return { id: 'fake', object: 'chat.completion.chunk', created: 1, model: request.body?.model, choices };
}

/** The token limit is reached. */
export function reachesTheLimit(...pieces: readonly VllmPiece[]): VllmAnswer {
  return async (exchange) => {
    await sendPieces(exchange, pieces);
    event(exchange, choice(exchange, '', 'length'));
    end(exchange);
  };
}

/** The stream ends cleanly, without a word that this was the end. */
export function cutsOff(...pieces: readonly VllmPiece[]): VllmAnswer {
  return async (exchange) => {
    await sendPieces(exchange, pieces);
    exchange.response.end();
  };
}

/** The stream ends within an event. */
export function breaksWithinAnEvent(...pieces: readonly VllmPiece[]): VllmAnswer {
  return async (exchange) => {
    await sendPieces(exchange, pieces);
    exchange.response.end('data: {"choices":[{"te');
  };
}

/** The engine fails in the middle, under status 200: vLLM's `create_streaming_error_response`. */
export function failsMidStream(message: string, ...pieces: readonly VllmPiece[]): VllmAnswer {
  return async (exchange) => {
    await sendPieces(exchange, pieces);
    event(exchange, { error: { message, type: 'InternalServerError', param: null, code: 500 } });
    end(exchange);
  };
}

async function sendPieces(exchange: Exchange, pieces: readonly VllmPiece[]): Promise<void> {
  for (const piece of pieces) {
    if (piece instanceof Gate) await piece.pass();
    else event(exchange, choice(exchange, piece, null));
  }
}

/** One event of a stream in the form of the API that was asked. */
function choice({ request }: Exchange, text: string, reason: string | null): object {
  const { logprobs, model } = request.body ?? {};
  const isChat = request.path === '/v1/chat/completions';
  const logprob = -0.25;
  const said = isChat
    ? {
        delta: { content: text },
        logprobs: logprobs === true ? { content: [{ token: text, logprob, bytes: null }] } : null,
      }
    : {
        text,
        logprobs: logprobs === undefined ? null : { text_offset: [0], token_logprobs: [logprob], tokens: [text] },
      };
  const object = isChat ? 'chat.completion.chunk' : 'text_completion';
  return { id: 'fake', object, created: 1, model, choices: [{ index: 0, ...said, finish_reason: reason }] };
}

export function event({ response }: Exchange, data: object): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function end({ response }: Exchange): void {
  if (!response.destroyed) response.end('data: [DONE]\n\n');
}
