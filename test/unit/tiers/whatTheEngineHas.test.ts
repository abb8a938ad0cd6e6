import assert from 'node:assert/strict';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import type { Answer } from '../../fakes/ollamaAnswers.ts';
import { htmlPage, outOfMemory, refuses } from '../../fakes/ollamaFaults.ts';
import { coder, writer } from '../../fakes/ollamaModels.ts';
import { recordings } from '../fakes/recordings.ts';
import { ollamaAt, patient, reasonOf } from './requests.ts';

describe('what the engine has', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  const json = (body: string): Answer => {
    return ({ response }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };

  it('its version', async () => {
    assert.equal(await ollamaAt(fake.url).version(patient()), '0.33.0');
  });

  it('its models with what they can do', async () => {
    fake.models.clear();
    fake.models.set('x:1b', {
      name: 'x:1b',
      digest: 'd'.repeat(64),
      size: 42,
      contextLength: 512,
      parameterSize: '1B',
    });
    assert.deepEqual(await ollamaAt(fake.url).models(patient()), [
      {
        name: 'x:1b',
        digest: 'd'.repeat(64),
        sizeBytes: 42,
        capabilities: ['completion'],
        remote: false,
        parameterSize: '1B',
        quantization: 'Q4_K_M',
        contextTokens: 512,
      },
    ]);
  });

  it('the models of a recorded real Ollama', async () => {
    const recorded = recordings().find(({ name }) => name === '/api/tags')?.response.body ?? '';
    fake.enqueue(json(recorded), '/api/tags');
    const listed = (JSON.parse(recorded) as { models: { name: string; digest: string }[] }).models;
    const models = await ollamaAt(fake.url).models(patient());
    assert.ok(models.length > 0);
    assert.deepEqual(
      models.map(({ name, digest }) => [name, digest]),
      listed.map(({ name, digest }) => [name, digest]),
    );
  });

  it('an older engine lists no capabilities: each model is asked for its own', async () => {
    const old = [coder, writer].map(({ name }) => ({ name, model: name, digest: 'd', size: 1, details: {} }));
    fake.enqueue(json(JSON.stringify({ models: old })), '/api/tags');
    const models = await ollamaAt(fake.url).models(patient());
    assert.deepEqual(
      models.map(({ capabilities }) => capabilities),
      [['completion', 'insert'], ['completion']],
    );
  });

  it('nothing, which is no failure', async () => {
    fake.models.clear();
    assert.deepEqual(await ollamaAt(fake.url).models(patient()), []);
    assert.deepEqual(await ollamaAt(fake.url).running(patient()), []);
  });

  it('what is in memory, after a load', async () => {
    const ollama = ollamaAt(fake.url);
    await ollama.load('coder', 512, patient());
    const [running] = await ollama.running(patient());
    assert.deepEqual([running?.name, running?.contextTokens], ['coder:latest', 512]);
  });

  it('what the models in memory take there, as a recorded real Ollama says it', async () => {
    const recorded = recordings().find(({ name }) => name === '/api/ps')?.response.body ?? '';
    fake.enqueue(json(recorded), '/api/ps');
    const [first] = await ollamaAt(fake.url).running(patient());
    assert.deepEqual(first, {
      name: 'tiny-fim:latest',
      digest: '81a2671b3ec587c7d0224f4bbaebd4a8f66caca184fed2708600bd80e28b6b71',
      sizeBytes: 9_992_928,
      gpuBytes: 0,
      contextTokens: 2048,
    });
  });

  it('a load that fails says why', async () => {
    fake.enqueue(outOfMemory(), 'load');
    assert.equal(await reasonOf(ollamaAt(fake.url).load('coder', 512, patient())), 'outOfMemory');
    assert.equal(await reasonOf(ollamaAt(fake.url).load('nope', 512, patient())), 'modelMissing');
  });

  /** Answers that no engine gives, to each question. */
  const strange: Readonly<Record<string, Answer>> = {
    'a web page': htmlPage(),
    'no JSON': json('hello'),
    null: json('null'),
    'an empty object': json('{}'),
    'a list': json('[]'),
    'a number': json('7'),
    'nothing at all': json(''),
    'a page not found': ({ response }) =>
      void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'),
  };
  for (const [name, answer] of Object.entries(strange)) {
    it(`${name} is not the engine's answer`, async () => {
      const ollama = ollamaAt(fake.url);
      for (const path of ['/api/version', '/api/tags', '/api/ps'] as const) fake.enqueue(answer, path);
      assert.equal(await reasonOf(ollama.version(patient())), 'notTheEngine');
      assert.equal(await reasonOf(ollama.models(patient())), 'notTheEngine');
      assert.equal(await reasonOf(ollama.running(patient())), 'notTheEngine');
    });
  }

  it('a fault of the engine is one', async () => {
    fake.enqueue(refuses(500, 'broken'), '/api/tags');
    assert.equal(await reasonOf(ollamaAt(fake.url).models(patient())), 'engineFailed');
  });
});
