import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { OllamaLibrary } from '../../../src/tiers/ollamaLibrary.ts';
import { OpenAiCompatible } from '../../../src/tiers/openaiCompatible.ts';
import { OwnEngine } from '../../../src/tiers/ownEngine.ts';
import { ownLibrary } from '../../../src/tiers/ownLibrary.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { startFakeOllama } from '../../fakes/fakeOllama.ts';
import { startFakeVllm } from '../../fakes/fakeVllm.ts';
import type { LoopbackServer } from '../../fakes/loopbackServer.ts';
import { startLoopbackServer } from '../../fakes/loopbackServer.ts';
import { htmlPage } from '../../fakes/ollamaFaults.ts';
import { allOf, patient, question, reasonOf, textOf } from './requests.ts';

describe('which engine answers', () => {
  const running: LoopbackServer[] = [];
  const started = <Server extends LoopbackServer>(server: Server) => {
    running.push(server);
    return server;
  };
  function at(url: string) {
    let now = url;
    const settings = () => {
      const endpoint = resolveEndpoint(now, undefined);
      assert.ok(!('bad' in endpoint));
      return { endpoint, keepAliveMinutes: 30 };
    };
    const engine = new OwnEngine({ settings, clock: virtualClock() }, async (parts) => new OpenAiCompatible(parts));
    const library = ownLibrary(engine, new OllamaLibrary({ settings }));
    return { engine, library, moveTo: (other: string) => (now = other) };
  }
  const paths = ({ requests }: LoopbackServer) => requests.map(({ path }) => path);
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });

  it('Ollama, by its version, asked for once', async () => {
    const ollama = started(await startFakeOllama());
    const { engine } = at(ollama.url);
    assert.equal(await engine.version(patient()), '0.33.0');
    await engine.models(patient());
    assert.deepEqual([engine.name, engine.keepsModels], ['Ollama', true]);
    assert.deepEqual(paths(ollama), ['/api/version', '/api/tags']);
    await engine.version(patient());
    assert.equal(paths(ollama).filter((path) => path === '/api/version').length, 2, 'later it is asked again');
  });

  it('else a server with OpenAI’s API, by its list of models', async () => {
    const vllm = started(await startFakeVllm());
    const { engine } = at(vllm.url);
    assert.equal(
      textOf(await allOf(engine.answer(question({ model: 'Qwen/Qwen2.5-Coder-1.5B' }), patient()))),
      'a + b',
    );
    assert.deepEqual([engine.name, engine.keepsModels], ['vLLM', false]);
    assert.deepEqual(paths(vllm), ['/api/version', '/v1/models', '/v1/chat/completions']);
  });

  it('at an address that ends in /v1, without asking for Ollama', async () => {
    const vllm = started(await startFakeVllm());
    const { engine } = at(`${vllm.url}/v1`);
    await engine.models(patient());
    assert.deepEqual(paths(vllm), ['/v1/models']);
  });

  it('a server that wants a key says that it does', async () => {
    const { engine } = at(started(await startFakeVllm({ key: 'sesame' })).url);
    assert.equal(await reasonOf(engine.models(patient())), 'keyRejected');
  });

  it('neither: what answers is no engine', async () => {
    const page = started(await startLoopbackServer((exchange) => htmlPage()({ ...exchange, model: undefined })));
    assert.equal(await reasonOf(at(page.url).engine.models(patient())), 'notTheEngine');
  });

  it('nobody: it is looked for again, and nothing is taken for granted', async () => {
    const vllm = started(await startFakeVllm());
    await vllm.stop();
    const { engine } = at(vllm.url);
    assert.equal(await reasonOf(engine.models(patient())), 'unreachable');
    await vllm.restart();
    assert.equal((await engine.models(patient())).length, 1);
  });

  it('another one at another address, and another one at the same', async () => {
    const vllm = started(await startFakeVllm());
    const ollama = started(await startFakeOllama());
    const { engine, moveTo } = at(vllm.url);
    await engine.version(patient());
    moveTo(ollama.url);
    await engine.version(patient());
    assert.equal(engine.name, 'Ollama');
    await ollama.stop();
    running.splice(running.indexOf(ollama), 1);
    started(await startFakeVllm({ port: ollama.port }));
    assert.equal(await reasonOf(engine.models(patient())), 'notTheEngine');
    assert.equal((await engine.models(patient())).length, 1);
    assert.equal(engine.name, 'vLLM');
  });

  it('models are downloaded and deleted through Ollama only', async () => {
    const vllm = started(await startFakeVllm());
    const { engine, library } = at(vllm.url);
    await engine.version(patient());
    const asked = vllm.requests.length;
    assert.equal(await library.attention('m', patient()), undefined);
    for (const failing of [library.unload('m', patient()), library.remove('m', patient())]) {
      assert.equal(await reasonOf(failing), 'keepsNoModels');
    }
    await assert.rejects(async () => {
      for await (const _step of library.pull('m', patient())) assert.fail('nothing is downloaded');
    });
    assert.equal(vllm.requests.length, asked);
  });
});
