import { answer, answerLoad } from './answer.mjs';
import { goJson, linesType, sendJson } from './ollamaWire.mjs';
import * as words from './ollamaWords.mjs';
import { chatPrompt, fillInPrompt } from './prompt.mjs';

/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('./answer.mjs').Engine} Engine */
/** @typedef {import('./prompt.mjs').Message} Message */
/** @typedef {Record<string, unknown>} Body */

/** The version this server claims; the one whose answers were recorded. */
const version = '0.33.0';

/** The model of a name, installed or not. @param {Engine} engine @param {unknown} name */
const known = ({ models }, name) =>
  typeof name === 'string' ? models.find(({ model }) => model.name === words.withTag(name)) : undefined;
/** The model of a name, if it is installed. @param {Engine} engine @param {unknown} name */
const installed = (engine, name) => (engine.library.isInstalled ? known(engine, name) : undefined);
/** Names that a real Ollama passes on to its cloud, and refuses when that is switched off, as here. @param {unknown} name */
const isCloud = (name) => typeof name === 'string' && /[:-]cloud$/.test(name);
/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');

/** @param {Engine} engine @param {Body} body @param {ServerResponse} response */
async function generate(engine, body, response) {
  if (isCloud(body.model)) return sendJson(response, 403, { error: words.cloudDisabled });
  const served = installed(engine, body.model);
  if (served === undefined) return sendJson(response, 404, { error: words.modelNotFound(text(body.model)) });
  const content = (/** @type {string} */ piece) => ({ response: piece });
  const [prompt, suffix, system] = [text(body.prompt), text(body.suffix), text(body.system)];
  const raw = body.raw === true;
  if (prompt === '' && suffix === '') return answerLoad(served, response, body, content);
  if (raw && (system !== '' || text(body.template) !== '' || Array.isArray(body.context))) {
    return sendJson(response, 400, { error: words.rawWithTemplate });
  }
  if (body.think) return sendJson(response, 400, { error: words.doesNotSupportThinking(text(body.model)) });
  if (text(body.template) !== '') {
    return sendJson(response, 400, { error: 'the demo engine only knows its own template; use raw' });
  }
  const before = system === '' ? [] : [{ role: 'system', content: system }];
  const rendered = () => {
    if (raw) return prompt;
    return suffix === '' ? chatPrompt([...before, { role: 'user', content: prompt }]) : fillInPrompt(prompt, suffix);
  };
  const earlier = /** @type {import('node-llama-cpp').Token[]} */ (Array.isArray(body.context) ? body.context : []);
  const tokens = () => [...earlier, ...served.inference.tokenize(rendered())];
  return answer(served, response, body, { tokens, content, context: !raw });
}

/** @param {Engine} engine @param {Body} body @param {ServerResponse} response */
async function chat(engine, body, response) {
  if (text(body.model) === '') return sendJson(response, 400, { error: words.modelRequired });
  if (isCloud(body.model)) return sendJson(response, 403, { error: words.cloudDisabled });
  const served = installed(engine, body.model);
  if (served === undefined) return sendJson(response, 404, { error: words.modelNotFound(text(body.model)) });
  const content = (/** @type {string} */ piece) => ({ message: { role: 'assistant', content: piece } });
  const sent = Array.isArray(body.messages) ? body.messages : [];
  const messages = sent.map((message) => ({ role: text(message?.role), content: text(message?.content) }));
  if (messages.length === 0) return answerLoad(served, response, body, content);
  if (Array.isArray(body.tools) && body.tools.length > 0) {
    return sendJson(response, 400, { error: words.doesNotSupport(served.model.name, 'tools') });
  }
  if (body.think) return sendJson(response, 400, { error: words.doesNotSupportThinking(text(body.model)) });
  /** Drops the oldest messages that are not the system's until the rest fits, as Ollama does. @param {number} limit */
  const tokens = (limit) => {
    const systems = messages.filter(({ role }) => role === 'system');
    const others = messages.filter(({ role }) => role !== 'system');
    let found = served.inference.tokenize(chatPrompt(messages));
    while (found.length >= limit && others.length > 1) {
      others.shift();
      found = served.inference.tokenize(chatPrompt([...systems, ...others]));
    }
    return found;
  };
  return answer(served, response, body, { tokens, content, context: false });
}

/** @param {Engine} engine */
function running({ models }) {
  const loaded = models.filter(({ inference }) => inference.contextSize > 0);
  return {
    models: loaded.map(({ model: { name, digest, details }, inference: { memory, contextSize }, residence }) => {
      const expires_at = residence.expiresAt.toISOString();
      const names = { name, model: name };
      return { ...names, size: memory, digest, details, expires_at, size_vram: 0, context_length: contextSize };
    }),
  };
}

/** @param {Engine} engine @param {Body} body @param {ServerResponse} response */
function embed(engine, body, response) {
  if (!installed(engine, body.model)) return sendJson(response, 404, { error: words.modelNotFound(text(body.model)) });
  sendJson(response, 501, { error: words.noEmbeddings });
}

/** @param {Engine} engine @param {Body} body @param {ServerResponse} response */
async function pull(engine, body, response) {
  const asked = known(engine, body.model ?? body.name);
  response.writeHead(200, { 'content-type': linesType });
  const write = (/** @type {object} */ line) => response.write(`${goJson(line)}\n`);
  const left = new AbortController();
  response.on('close', () => left.abort());
  if (asked === undefined) {
    write({ status: 'pulling manifest' });
    response.end(`${goJson({ error: words.pullUnknown })}\n`);
    return;
  }
  try {
    for await (const step of engine.library.pull(asked.model.name, left.signal)) write(step);
  } catch (error) {
    if (left.signal.aborted) return;
    write({ error: error instanceof Error ? error.message : String(error) });
  }
  response.end();
}

/**
 * Every request the demo engine answers, by method and path. Bodies arrive parsed.
 * @type {Record<string, (engine: Engine, body: Body, response: ServerResponse) => void | Promise<void>>}
 */
export const routes = {
  'GET /': (_engine, _body, response) => {
    const words = 'Ollama is running';
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': words.length }).end(words);
  },
  'GET /api/version': (_engine, _body, response) => sendJson(response, 200, { version }),
  'GET /api/tags': ({ models, library }, _body, response) =>
    sendJson(response, 200, { models: library.isInstalled ? models.map(({ model }) => model.tag) : [] }),
  'GET /api/ps': (engine, _body, response) => sendJson(response, 200, running(engine)),
  'POST /api/show': (engine, body, response) => {
    const name = text(body.model ?? body.name);
    if (name === '') return sendJson(response, 400, { error: words.modelRequired });
    // Only this endpoint puts the tag into the message.
    const served = installed(engine, name);
    if (!served) return sendJson(response, 404, { error: words.modelNotFound(words.withTag(name)) });
    sendJson(response, 200, served.model.show);
  },
  'POST /api/generate': generate,
  'POST /api/chat': chat,
  'POST /api/embed': embed,
  'POST /api/embeddings': embed,
  'POST /api/pull': pull,
  'DELETE /api/delete': (engine, body, response) => {
    const name = text(body.model ?? body.name);
    if (!installed(engine, name)) return sendJson(response, 404, { error: words.modelNotFound(name) });
    sendJson(response, 403, { error: 'the demo engine keeps its models' });
  },
};
