import assert from 'node:assert/strict';
import { hasRemoteName, saysRemote } from '../../../src/tiers/remoteModel.ts';
import { sendJson } from '../../engine/ollamaWire.mjs';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { coder } from '../../fakes/ollamaModels.ts';
import { allOf, completion, ollamaAt, patient, question, reasonOf } from './requests.ts';

describe("models that run in somebody's cloud are not local", () => {
  const remote = [
    'gpt-oss:20b-cloud',
    'qwen3-coder:cloud',
    'X:CLOUD',
    'gpt-oss-cloud',
    'me/x:480b-cloud',
    'host:5000/x:cloud',
  ];
  const local = ['qwen2.5-coder:1.5b', 'cloud', 'cloudy:7b', 'me/cloud-helper:latest', 'x:cloudless', 'x:cloud-7b', ''];
  for (const name of remote) it(`${name} is remote`, () => assert.equal(hasRemoteName(name), true));
  for (const name of local) it(`${name || 'no name'} is not`, () => assert.equal(hasRemoteName(name), false));

  it('a host or a model elsewhere says so; empty fields do not', () => {
    assert.equal(saysRemote({ remote_host: 'https://far.example' }), true);
    assert.equal(saysRemote({ remote_model: 'huge:480b' }), true);
    assert.equal(saysRemote({ remote_host: '', remote_model: '' }), false);
    assert.equal(saysRemote({ host: 'x' }), false);
  });

  describe('on the wire', () => {
    let fake: FakeOllama;
    beforeEach(async () => {
      const far = { name: 'plain:latest', capabilities: ['completion', 'insert'] };
      const models = [coder, { ...far, remote: { host: 'https://far.example', model: 'huge' } }];
      fake = await startFakeOllama({ models, cloud: true });
    });
    afterEach(() => fake.stop());

    it('by name: nothing is sent at all', async () => {
      const ollama = ollamaAt(fake.url);
      const model = 'gpt-oss:20b-cloud';
      assert.equal(await reasonOf(allOf(ollama.complete(completion({ model }), patient()))), 'remoteModel');
      assert.equal(await reasonOf(allOf(ollama.answer(question({ model }), patient()))), 'remoteModel');
      assert.equal(await reasonOf(ollama.load(model, 2048, patient())), 'remoteModel');
      assert.deepEqual(fake.requests, []);
    });

    it('behind a plain name: listed as remote', async () => {
      const models = await ollamaAt(fake.url).models(patient());
      assert.deepEqual(
        models.map(({ name, remote: isRemote }) => [name, isRemote]),
        [
          ['coder:latest', false],
          ['plain:latest', true],
        ],
      );
    });

    it('behind a plain name that the list says nothing of: the details say it', async () => {
      const listed = [...fake.models.keys()].map((name) => ({ name, model: name, digest: 'd', size: 1, details: {} }));
      fake.enqueue(({ response }) => sendJson(response, 200, { models: listed }), '/api/tags');
      const models = await ollamaAt(fake.url).models(patient());
      assert.deepEqual(
        models.map(({ remote: isRemote }) => isRemote),
        [false, true],
      );
    });

    it('behind a plain name: refused at the first piece, and the engine is let go', async () => {
      const ollama = ollamaAt(fake.url);
      assert.equal(await reasonOf(allOf(ollama.complete(completion({ model: 'plain' }), patient()))), 'remoteModel');
      assert.equal(await reasonOf(allOf(ollama.answer(question({ model: 'plain' }), patient()))), 'remoteModel');
      await Promise.all(fake.requests.map((request) => request.closed));
      assert.equal(fake.inFlight, 0);
    });
  });
});
