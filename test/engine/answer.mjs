import { bareJsonType, goJson, jsonType, linesType, sendJson } from './ollamaWire.mjs';
import * as words from './ollamaWords.mjs';
import { keepAliveMilliseconds, optionsInForce, wrongOption } from './options.mjs';

/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('node-llama-cpp').Token} Token */
/** @typedef {Awaited<ReturnType<typeof import('./demoModel.mjs').readDemoModel>>} DemoModel */
/** @typedef {{ model: DemoModel, inference: import('./inference.mjs').Inference, residence: import('./residence.mjs').Residence }} Served a model under its name */
/** @typedef {{ models: readonly Served[], library: import('./library.mjs').Library }} Engine */

/** Whole nanoseconds, the unit of every duration in Ollama's answers. @param {number} milliseconds */
const nanoseconds = (milliseconds) => Math.max(1, Math.round(milliseconds * 1e6));

/** Go leaves zero counts out (`omitempty`). @param {Record<string, number>} numbers */
const withoutZeros = (numbers) => Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== 0));

/**
 * Generates and answers in Ollama's form, streamed or whole. The caller has checked everything that does not need the model.
 * @param {Served} served
 * @param {ServerResponse} response
 * @param {Record<string, unknown>} body The request.
 * @param {object} kind What differs between `/api/generate` and `/api/chat`.
 * @param {(limit: number) => Token[]} kind.tokens The prompt, cut down to the limit where the endpoint knows how.
 * @param {(text: string) => Record<string, unknown>} kind.content The fields that carry text.
 * @param {boolean} kind.context Whether the last line carries all tokens as `context`.
 */
export async function answer({ model, inference, residence }, response, body, kind) {
  const streamed = body.stream !== false;
  const started = performance.now();
  const sent = /** @type {Record<string, unknown>} */ (body.options ?? {});
  const refusalType = streamed ? bareJsonType : jsonType;
  const wrong = wrongOption(sent);
  if (wrong !== undefined) return sendJson(response, 500, { error: wrong });
  const { format } = body;
  const asked = format !== undefined && format !== null && format !== '';
  if (asked && format !== 'json' && typeof format !== 'object') {
    return sendJson(response, 500, { error: words.invalidFormat(format) }, refusalType);
  }
  const options = optionsInForce(model.parameters, sent);
  const cancel = new AbortController();
  response.on('close', () => cancel.abort());
  const keepAlive = keepAliveMilliseconds(body.keep_alive);
  const wanted = { contextSize: options.num_ctx, keepAlive, signal: cancel.signal };
  await residence.use(wanted, async (loadTime) => {
    let grammar;
    try {
      grammar = asked ? await inference.grammarFor(format) : undefined;
    } catch (error) {
      return sendJson(response, 400, { error: `the demo engine cannot follow this format: ${error}` }, refusalType);
    }
    const contextSize = inference.contextSize;
    let tokens = kind.tokens(body.truncate === false ? Number.POSITIVE_INFINITY : contextSize);
    if (tokens.length >= contextSize) {
      if (body.truncate === false) {
        return sendJson(response, 400, { error: words.promptTooLong(tokens.length, contextSize) }, refusalType);
      }
      tokens = tokens.slice(-Math.floor(contextSize / 2));
    }
    const line = (/** @type {string} */ text, /** @type {Record<string, unknown>} */ rest) => ({
      model: body.model,
      created_at: new Date().toISOString(),
      ...kind.content(text),
      ...rest,
    });
    const topLogprobs = typeof body.top_logprobs === 'number' ? body.top_logprobs : 0;
    const logprobs = body.logprobs === true;
    const pieces = inference.complete({
      tokens,
      options,
      grammar,
      logprobs,
      topLogprobs,
      signal: cancel.signal,
    });
    let whole = '';
    const allLogprobs = [];
    let step = await pieces.next();
    for (; !step.done; step = await pieces.next()) {
      const { text, logprobs: some } = step.value;
      whole += text;
      allLogprobs.push(...some);
      if (!streamed) continue;
      if (!response.headersSent) response.writeHead(200, { 'content-type': linesType });
      response.write(`${goJson(line(text, { done: false, ...(some.length > 0 ? { logprobs: some } : {}) }))}\n`);
    }
    const ending = step.value;
    if (ending.reason === 'cancelled') return;
    const done =
      ending.reason === 'repeat'
        ? { done: false }
        : {
            done: true,
            done_reason: ending.reason,
            ...(kind.context ? { context: ending.tokens } : {}),
            total_duration: nanoseconds(performance.now() - started),
            load_duration: nanoseconds(loadTime),
            ...withoutZeros({ prompt_eval_count: ending.promptCount }),
            prompt_eval_duration: nanoseconds(ending.promptTime),
            ...(ending.count > 0 ? { eval_count: ending.count, eval_duration: nanoseconds(ending.time) } : {}),
          };
    if (!streamed) {
      const rest = { ...done, ...(allLogprobs.length > 0 ? { logprobs: allLogprobs } : {}) };
      return sendJson(response, 200, line(whole, rest));
    }
    if (!response.headersSent) response.writeHead(200, { 'content-type': linesType });
    // After a repetition the real server ends the stream without a last line.
    response.end(done.done ? `${goJson(line('', done))}\n` : '');
  });
}

/**
 * Answers a request without a prompt, which loads the model, or unloads it when `keep_alive` is 0.
 * @param {Served} served @param {ServerResponse} response @param {Record<string, unknown>} body
 * @param {(text: string) => Record<string, unknown>} content
 */
export async function answerLoad({ model, residence }, response, body, content) {
  const keepAlive = keepAliveMilliseconds(body.keep_alive);
  const sent = /** @type {Record<string, unknown>} */ (body.options ?? {});
  const wrong = wrongOption(sent);
  if (wrong !== undefined) return sendJson(response, 500, { error: wrong });
  const { num_ctx: contextSize } = optionsInForce(model.parameters, sent);
  if (keepAlive === 0) await residence.unload();
  else await residence.use({ contextSize, keepAlive, signal: new AbortController().signal }, async () => undefined);
  const head = { model: body.model, created_at: new Date().toISOString(), ...content('') };
  sendJson(response, 200, { ...head, done: true, done_reason: keepAlive === 0 ? 'unload' : 'load' });
}
