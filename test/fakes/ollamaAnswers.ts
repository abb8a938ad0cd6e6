import { setTimeout as pause } from 'node:timers/promises';
import { goJson, linesType, sendJson } from '../engine/ollamaWire.mjs';
import { Gate } from './gate.ts';
import type { Exchange } from './loopbackServer.ts';
import type { FakeModel } from './ollamaModels.ts';

/** A request to the fake Ollama, with the model it asks for if there is one. */
export interface OllamaExchange extends Exchange {
  readonly model: FakeModel | undefined;
}

/** How the fake answers one request. */
export type Answer = (exchange: OllamaExchange) => void | Promise<void>;

/**
 * What an answer is made of: text, thinking, a gate where it waits for the test, or a number of milliseconds to wait.
 * Each text goes out as a line of its own.
 */
export type Piece = string | Gate | number | { readonly thinking: string };

/** How a scripted answer ends; the defaults are believable. Durations are in milliseconds, counts in tokens. */
export interface Ending {
  readonly doneReason?: 'stop' | 'length';
  readonly promptCount?: number;
  readonly promptTime?: number;
  readonly count?: number;
  readonly time?: number;
}

/** Generated text, exactly these pieces whatever stop strings or limits were asked for, then a proper last line. */
export const says = (...pieces: readonly Piece[]): Answer => saysAndEnds({}, ...pieces);

/** Like `says`, with figures of your own in the last line. */
export const saysAndEnds =
  (ending: Ending, ...pieces: readonly Piece[]): Answer =>
  async (exchange) => {
    const { request, response } = exchange;
    const started = performance.now();
    if (request.body?.stream !== false) {
      const count = await sendPieces(exchange, pieces);
      writeLine(exchange, lineOf(exchange, '', lastFields(exchange, ending, count, started)));
      response.end();
      return;
    }
    let text = '';
    let thinking = '';
    let count = 0;
    for (const piece of pieces) {
      if (typeof piece === 'number') await pause(piece);
      else if (piece instanceof Gate) await piece.pass();
      else {
        count++;
        if (typeof piece === 'string') text += piece;
        else thinking += piece.thinking;
      }
    }
    sendJson(response, 200, lineOf(exchange, text, lastFields(exchange, ending, count, started), thinking));
  };

/** Answers with JSON lines of any kind, waiting at gates between them. */
export const sendsLines =
  (...lines: readonly (object | Gate)[]): Answer =>
  async (exchange) => {
    for (const line of lines) {
      if (line instanceof Gate) await line.pass();
      else writeLine(exchange, line);
    }
    exchange.response.end();
  };

/** Sends the pieces as lines without an end, and returns how many there were. */
export async function sendPieces(exchange: OllamaExchange, pieces: readonly Piece[]): Promise<number> {
  let count = 0;
  for (const piece of pieces) {
    if (typeof piece === 'number') await pause(piece);
    else if (piece instanceof Gate) await piece.pass();
    else {
      count++;
      const [text, thinking] = typeof piece === 'string' ? [piece, ''] : ['', piece.thinking];
      const asked = exchange.request.body?.logprobs === true && text !== '';
      const rest = { done: false, ...(asked ? { logprobs: [logprob(exchange, text)] } : {}) };
      writeLine(exchange, lineOf(exchange, text, rest, thinking));
    }
  }
  return count;
}

/** Sends one line; the head of the answer goes out with the first, as in the real server. */
export function writeLine({ response }: OllamaExchange, line: object): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': linesType });
  response.write(`${goJson(line)}\n`);
}

/** One line of an answer, in the form of the endpoint that was asked. */
export function lineOf(exchange: OllamaExchange, text: string, rest: object, thinking = ''): object {
  const { request, model } = exchange;
  const thought = thinking === '' ? {} : { thinking };
  const content =
    request.path === '/api/chat'
      ? { message: { role: 'assistant', content: text, ...thought } }
      : { response: text, ...thought };
  const remote = model?.remote;
  const origin = remote === undefined ? {} : { remote_model: remote.model, remote_host: remote.host };
  return { model: request.body?.model, ...origin, created_at: new Date().toISOString(), ...content, ...rest };
}

/** A rough count of the tokens of the prompt: a quarter of its characters. */
export function promptTokens(body: Readonly<Record<string, unknown>> | undefined): number {
  const { prompt = '', suffix = '', system = '', messages = [] } = body ?? {};
  const text = [prompt, suffix, system, JSON.stringify(messages) === '[]' ? '' : JSON.stringify(messages)].join('');
  return Math.max(1, Math.ceil(text.length / 4));
}

function lastFields({ request }: OllamaExchange, ending: Ending, pieces: number, started: number): object {
  const { body, path } = request;
  const promptCount = ending.promptCount ?? promptTokens(body);
  const count = ending.count ?? pieces;
  const nanoseconds = (milliseconds: number) => Math.max(1, Math.round(milliseconds * 1e6));
  const promptTime = ending.promptTime ?? promptCount * 0.5;
  const time = ending.time ?? count * 10;
  const context = path === '/api/generate' && body?.raw !== true ? { context: [1, 2, 3] } : {};
  return {
    done: true,
    done_reason: ending.doneReason ?? 'stop',
    ...context,
    total_duration: nanoseconds(Math.max(performance.now() - started, promptTime + time)),
    load_duration: nanoseconds(1),
    ...(promptCount > 0 ? { prompt_eval_count: promptCount } : {}),
    prompt_eval_duration: nanoseconds(promptTime),
    ...(count > 0 ? { eval_count: count, eval_duration: nanoseconds(time) } : {}),
  };
}

function logprob({ request }: OllamaExchange, token: string): object {
  const entry = { token, logprob: -0.25, bytes: [...Buffer.from(token)] };
  const top = Number(request.body?.top_logprobs ?? 0);
  return top > 0 ? { ...entry, top_logprobs: Array.from({ length: top }, () => entry) } : entry;
}
