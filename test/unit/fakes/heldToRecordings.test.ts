import assert from 'node:assert/strict';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import type { FakeModel } from '../../fakes/ollamaModels.ts';
import { holdsToRecordings } from './holdsToRecordings.ts';
import { outline, recordedPull, recordings, send } from './recordings.ts';

/** The models that the recorded Ollama had. */
const models: readonly FakeModel[] = [
  { name: 'tiny-fim:latest', capabilities: ['completion', 'insert'], contextLength: 2048 },
  { name: 'tiny-nofim:latest', capabilities: ['completion'] },
  { name: 'tiny-tools:latest', capabilities: ['completion', 'tools'] },
  { name: 'tiny-think:latest', capabilities: ['completion', 'thinking'] },
  {
    name: 'tiny-embed:latest',
    capabilities: ['embedding'],
    modelInfo: { 'qwen2.pooling_type': 1 },
  },
];

const noTools = 'Hearth offers no tools to a model, so the fake calls none';
const noEmbeddings = 'Hearth computes no embeddings';
const nativeOnly = "Hearth speaks Ollama's own API, not its imitation of OpenAI's";
const noCreation = 'Hearth creates no models';

describe('the fake Ollama, held to recordings of a real one', () => {
  let fake: FakeOllama;
  before(async () => {
    fake = await startFakeOllama({ models });
  });
  after(() => fake.stop());

  holdsToRecordings(() => fake.url, {
    'tool call stream': noTools,
    'tool call nostream': noTools,
    embed: noEmbeddings,
    'embed bad input': noEmbeddings,
    'embed empty': noEmbeddings,
    'v1 completions stream': nativeOnly,
    'v1 chat stream': nativeOnly,
    'v1 404': nativeOnly,
    'create from': noCreation,
    'delete child': noCreation,
  });

  it('reports the progress of a download like a real Ollama', async () => {
    const pull = { method: 'POST', path: '/api/pull', body: { model: 'new' } };
    const recorded = { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: recordedPull() };
    assert.deepEqual(outline(await send(fake.url, pull)), outline(recorded));
    assert.ok(fake.models.has('new:latest'));
  });

  it('is held to recordings with names of their own', () => {
    const names = recordings().map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, 51);
  });
});
