import assert from 'node:assert/strict';
import { ToolCallers } from '../../../src/models/toolCallers.ts';
import { TierError, type TierEvent } from '../../../src/tiers/tier.ts';
import { done, fakeTier, type Script } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { model } from './engines.ts';

const call: TierEvent = { kind: 'piece', text: '', calls: [{ id: 'a', name: 'weather', given: { city: 'Paris' } }] };

describe('which models call tools', () => {
  const qwen = model('Qwen/Qwen2.5-7B-Instruct', { capabilities: ['completion'] });
  const gemma = model('google/gemma-2-9b-it', { capabilities: ['completion'] });
  function start(scripts: readonly Script[], { engine = 'vLLM', loaded = [qwen.name, gemma.name] } = {}) {
    const tier = fakeTier(...scripts);
    const callers = new ToolCallers({
      answerer: tier,
      engine: () => engine,
      where: () => '127.0.0.1:8000',
      inMemory: async () => loaded,
    });
    return { tier, callers };
  }

  it('nobody knows before it was asked; then those that called one, and no other', async () => {
    const { tier, callers } = start([
      [call, done],
      ['Sunny.', done],
    ]);
    assert.equal(callers.has(qwen), false);
    assert.equal(await callers.find([qwen, gemma], patient()), true);
    assert.deepEqual([callers.has(qwen), callers.has(gemma)], [true, false]);
    assert.equal(await callers.find([qwen, gemma], patient()), false);
    assert.equal(tier.asked.length, 2);
  });

  it('a server that refuses tools has none, and is not asked again', async () => {
    const { tier, callers } = start([[new TierError('badRequest', 'no parser')]]);
    assert.equal(await callers.find([qwen], patient()), false);
    await callers.find([qwen], patient());
    assert.deepEqual([callers.has(qwen), tier.asked.length], [false, 1]);
  });

  it('one that did not answer is asked again', async () => {
    const { callers } = start([[new TierError('unreachable', '')], [call, done]]);
    assert.equal(await callers.find([qwen], patient()), false);
    assert.equal(await callers.find([qwen], patient()), true);
  });

  it('Ollama says it itself, and is not asked', async () => {
    const { tier, callers } = start([[call, done]], { engine: 'Ollama' });
    const able = model('qwen3:8b', { capabilities: ['completion', 'tools'] });
    await callers.find([able, qwen], patient());
    assert.deepEqual([callers.has(able), callers.has(qwen), tier.asked.length], [true, false, 0]);
  });

  it('no model is brought into memory for it: only one that is there, or was just used', async () => {
    const { tier, callers } = start([[call, done]], { loaded: [] });
    assert.equal(await callers.find([qwen, gemma], patient()), false);
    assert.equal(await callers.find([qwen, gemma], patient(), qwen.name), true);
    assert.equal(tier.asked.length, 1);
    const studio = start([[call, done]], { engine: 'LM Studio' });
    assert.equal(await studio.callers.find([qwen, gemma], patient()), false);
    assert.equal(await studio.callers.find([qwen, gemma], patient(), gemma.name), true);
    assert.deepEqual([studio.callers.has(gemma), studio.tier.asked.length], [true, 1]);
  });
});
