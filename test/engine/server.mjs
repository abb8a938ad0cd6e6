// The demo engine: `node test/engine/server.mjs [--port 11434] [--registry http://127.0.0.1:5000] [--model NAME=f16]…`. Answers like an
// Ollama with one tiny model, or the same under several names with other weights, on 127.0.0.1 only.
// Prints one JSON line, {"port":…}, when it is ready, and one line per request on stderr. Ends when its standard input
// closes (so it cannot outlive whoever started it) or on SIGTERM.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { modelName, readDemoModel } from './demoModel.mjs';
import { Inference, startLlama } from './inference.mjs';
import { Library } from './library.mjs';
import { answerOrigin, readBody, sendJson } from './ollamaWire.mjs';
import { parseBody } from './parseBody.mjs';
import { Residence } from './residence.mjs';
import { routes } from './routes.mjs';

/** @typedef {import('./demoModel.mjs').Weights} Weights */

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    registry: { type: 'string' },
    model: { type: 'string', multiple: true, default: [`${modelName}=q8_0`] },
  },
});
const llama = await startLlama();
const models = await Promise.all(
  values.model.map(async (each) => {
    const [name = '', weights] = each.split('=');
    const model = await readDemoModel(name, /** @type {Weights} */ (weights));
    const inference = new Inference(llama, model);
    return { model, inference, residence: new Residence(inference) };
  }),
);
const engine = { models, library: new Library(values.registry) };

const server = createServer((request, response) => {
  const started = performance.now();
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  response.on('close', () => {
    const outcome = response.writableFinished ? response.statusCode : 'cancelled';
    console.error(`${request.method} ${path} ${outcome} ${Math.round(performance.now() - started)} ms`);
  });
  void respond(request, response, path).catch((error) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else sendJson(response, 500, { error: String(error) });
  });
});

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {string} path */
async function respond(request, response, path) {
  if (answerOrigin(request, response)) return;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes[`${method} ${path}`];
  if (route === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    return;
  }
  const parsed = method === 'GET' ? { body: {} } : parseBody(await readBody(request));
  if ('error' in parsed) return sendJson(response, 400, parsed);
  await route(engine, parsed.body, response);
}

server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : undefined }));
});
process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));
