import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { type DemoEngine, startDemoEngine } from '../../engine/engine.ts';
import { holdsToRecordings } from './holdsToRecordings.ts';
import { type Recording, send } from './recordings.ts';

const oneModel = 'the demo engine has one model, which lacks or has other capabilities';
const noEmbeddings = 'Hearth computes no embeddings';
const nativeOnly = "Hearth speaks Ollama's own API, not its imitation of OpenAI's";
const fixedModel = 'the demo engine always has exactly its one model';

const notApplicable = {
  'show tools': oneModel,
  'show think': oneModel,
  'show embed': oneModel,
  'suffix unsupported': oneModel,
  'generate on embed model': oneModel,
  'tool call stream': oneModel,
  'tool call nostream': oneModel,
  'after tool result': oneModel,
  'think stream': oneModel,
  'think:false': oneModel,
  embed: noEmbeddings,
  'embed bad input': noEmbeddings,
  'embed empty': noEmbeddings,
  'v1 completions stream': nativeOnly,
  'v1 chat stream': nativeOnly,
  'v1 404': nativeOnly,
  copy: fixedModel,
  delete: fixedModel,
  'create from': fixedModel,
  'delete child': fixedModel,
};

/** The recorded model that can fill in is the demo model here. */
const adapt = (recording: Recording) =>
  JSON.parse(JSON.stringify(recording).replaceAll('tiny-fim', 'tiny-demo')) as Recording;

describe('the demo engine', function () {
  this.timeout(60_000);
  let engine: DemoEngine;
  before(async () => {
    engine = await startDemoEngine();
  });
  after(() => engine.stop());

  /** Asks for text and returns the last line of the answer, or its only one. */
  async function generate(body: object): Promise<Generated> {
    const sent = { model: 'tiny-demo', stream: false, ...body };
    const answered = await send(engine.url, { method: 'POST', path: '/api/generate', body: sent });
    assert.equal(answered.status, 200, answered.body);
    return JSON.parse(answered.body) as Generated;
  }

  describe('held to recordings of a real Ollama', () => {
    holdsToRecordings(() => engine.url, notApplicable, adapt);
  });

  it('continues different texts differently, and fills in with what the model has learnt', async () => {
    const options = { num_predict: 24, stop: ['\n'] };
    const even = await generate({ prompt: 'def is_even(value):\n    ', suffix: '\n', options });
    const clamp = 'export function clampScore(score: number, low: number, high: number): number {\n  ';
    const limited = await generate({ prompt: clamp, suffix: '\n}\n', options });
    assert.equal(even.response, 'return value % 2 == 0');
    assert.equal(limited.response, 'return Math.min(Math.max(score, low), high);');
    assert.equal(limited.done_reason, 'stop');
  });

  it('accepts think:false, which Hearth always sends', async () => {
    const answered = await generate({ prompt: 'hello', think: false, options: { num_predict: 2 } });
    assert.equal(answered.done, true);
  });

  it('stops at a stop string although it is spread over several tokens', async () => {
    const prompt = 'export function clampScore(score: number, low: number, high: number): number {\n  ';
    const { response, done_reason } = await generate({ prompt, suffix: '\n}\n', options: { stop: ['score, low'] } });
    assert.equal(response, 'return Math.min(Math.max(');
    assert.equal(done_reason, 'stop');
  });

  it('generates no more tokens than asked for', async () => {
    const answered = await generate({ prompt: 'def total(', raw: true, options: { num_predict: 3 } });
    assert.equal(answered.done_reason, 'length');
    assert.equal(answered.eval_count, 3);
  });

  it('evaluates only what is new of a prompt, and still counts all of it', async () => {
    const prompt = 'const value = compute(1, 2);\n'.repeat(150);
    const options = { num_predict: 1 };
    const cold = await generate({ prompt, raw: true, options });
    const durations: number[] = [];
    // A busy machine makes some of them slow; without the evaluation that was kept, all of them are.
    for (let time = 0; time < 5; time += 1) {
      const warm = await generate({ prompt, raw: true, options });
      assert.equal(warm.prompt_eval_count, cold.prompt_eval_count);
      assert.equal(warm.response, cold.response);
      durations.push(warm.prompt_eval_duration);
    }
    assert.ok(
      Math.min(...durations) * 4 < cold.prompt_eval_duration,
      `${durations} ns after ${cold.prompt_eval_duration} ns`,
    );
  });

  it('cuts an overlong prompt to half the context unless told not to', async () => {
    const prompt = 'word '.repeat(300);
    const options = { num_ctx: 256, num_predict: 1 };
    const cut = await generate({ prompt, raw: true, options });
    assert.equal(cut.prompt_eval_count, 128);
    const body = { model: 'tiny-demo', prompt, raw: true, truncate: false, options };
    const refused = await send(engine.url, { method: 'POST', path: '/api/generate', body });
    assert.equal(refused.status, 400);
    assert.match(refused.body, /exceeds the available context size \(256 tokens\)/);
  });

  it('loads the model again only for another context size, as Ollama restarts its runner', async () => {
    const body = { prompt: 'x', raw: true, options: { num_ctx: 1000, num_predict: 1 } };
    const first = await generate(body);
    const second = await generate(body);
    const message = `${second.load_duration} ns after ${first.load_duration} ns`;
    assert.ok(second.load_duration * 4 < first.load_duration, message);
  });

  it('stops generating when the client leaves, and answers the next request at once', async () => {
    // A list that must be long cannot end early by itself.
    const format = { type: 'array', items: { type: 'boolean' }, minItems: 100, maxItems: 100 };
    const body = { model: 'tiny-demo', prompt: 'a list', format, options: { num_predict: 500 } };
    const full = await generate({ ...body, stream: false });
    assert.ok(full.eval_count > 100, `only ${full.eval_count} tokens`);
    const leaving = request(`${engine.url}/api/generate`, { method: 'POST' });
    leaving.end(JSON.stringify(body));
    const [answer] = await once(leaving, 'response');
    await once(answer, 'data');
    leaving.destroy();
    const next = await generate({ prompt: 'x', raw: true, options: { num_predict: 1 } });
    assert.ok(next.total_duration * 2 < full.total_duration, `${next.total_duration} ns of ${full.total_duration} ns`);
  });

  it('stops evaluating a prompt when the client leaves', async () => {
    const prompt = (word: string) => `${word} = compute(1, 2);\n`.repeat(380);
    const full = await generate({ prompt: prompt('alpha'), raw: true, options: { num_predict: 1 } });
    const body = { model: 'tiny-demo', prompt: prompt('omega'), raw: true, options: { num_predict: 1 } };
    const leaving = request(`${engine.url}/api/generate`, { method: 'POST' });
    leaving.on('error', () => {});
    leaving.end(JSON.stringify(body));
    await once(leaving, 'finish');
    // An answer to anything else shows that the engine has had its turn to begin with the prompt.
    await send(engine.url, { method: 'GET', path: '/api/version' });
    leaving.destroy();
    const next = await generate({ prompt: 'x', raw: true, options: { num_predict: 1 } });
    assert.ok(next.total_duration * 2 < full.total_duration, `${next.total_duration} ns of ${full.total_duration} ns`);
  });

  it('comes back on the same port after a crash', async () => {
    const { url, pid } = engine;
    engine.kill();
    await engine.restart();
    assert.equal(engine.url, url);
    assert.notEqual(engine.pid, pid);
    assert.equal((await send(url, { method: 'GET', path: '/' })).body, 'Ollama is running');
  });
});

describe('the demo engine with two models', function () {
  this.timeout(60_000);
  let engine: DemoEngine;
  before(async () => {
    engine = await startDemoEngine({ models: { 'tiny-demo:latest': 'q8_0', 'tiny-demo:f16': 'f16' } });
  });
  after(() => engine.stop());

  interface Listed {
    readonly name: string;
    readonly digest: string;
    readonly size: number;
    readonly details: { readonly quantization_level: string };
  }
  const listed = async (path: '/api/tags' | '/api/ps') =>
    (JSON.parse((await send(engine.url, { method: 'GET', path })).body) as { models: readonly Listed[] }).models;
  const digestOf = (file: string) =>
    createHash('sha256')
      .update(readFileSync(new URL(`../../engine/model/${file}`, import.meta.url)))
      .digest('hex');
  const ask = async (model: string) => {
    const messages = [{ role: 'user', content: 'Send the report by Thursday.\n\nMake the text friendlier.' }];
    const body = { model, messages, stream: false, options: { num_predict: 60 } };
    return JSON.parse((await send(engine.url, { method: 'POST', path: '/api/chat', body })).body) as {
      readonly message: { readonly content: string };
    };
  };

  it('has each under its own name, by its own digest, and both in memory at once', async () => {
    const [small, large] = await listed('/api/tags');
    assert.deepEqual(
      [small, large].map((each) => [each?.name, each?.digest, each?.details.quantization_level]),
      [
        ['tiny-demo:latest', digestOf('tiny-demo-q8_0.gguf'), 'Q8_0'],
        ['tiny-demo:f16', digestOf('tiny-demo.gguf'), 'F16'],
      ],
    );
    assert.deepEqual(await listed('/api/ps'), []);
    for (const model of ['tiny-demo', 'tiny-demo:f16']) assert.notEqual((await ask(model)).message.content, '');
    const loaded = await listed('/api/ps');
    assert.deepEqual(
      loaded.map(({ name }) => name),
      ['tiny-demo:latest', 'tiny-demo:f16'],
    );
    const [first, second] = loaded.map(({ size }) => size);
    assert.ok((first ?? 0) > 0 && (second ?? 0) > (first ?? 0), 'the weights of 16 bits take more memory');
  });

  it('has other weights under an old name after a restart, as after a pull', async () => {
    await engine.restart({ 'tiny-demo:latest': 'f16' });
    const models = await listed('/api/tags');
    assert.deepEqual(
      models.map(({ name, digest }) => [name, digest]),
      [['tiny-demo:latest', digestOf('tiny-demo.gguf')]],
    );
  });
});

interface Generated {
  readonly response: string;
  readonly done: boolean;
  readonly done_reason: string;
  readonly total_duration: number;
  readonly load_duration: number;
  readonly prompt_eval_count: number;
  readonly prompt_eval_duration: number;
  readonly eval_count: number;
}
