import assert from 'node:assert/strict';
import { abilityOf } from '../../../src/completion/way.ts';
import { chatModels, whyNotOffered } from '../../../src/models/chatOffer.ts';
import { model } from './engines.ts';

describe('what VS Code’s chat is offered', () => {
  const off = { offerChatModels: false, offerChatModelsElsewhere: true };
  const on = { offerChatModels: true, offerChatModelsElsewhere: false };
  const official = [{ id: 'Ollama.ollama', name: 'Ollama' }];

  it('nothing where nobody said so, and nothing twice beside Ollama’s own extension', () => {
    assert.equal(
      whyNotOffered(off, 'local', 'Ollama', () => []),
      'off',
    );
    assert.equal(
      whyNotOffered(off, 'selfHosted', 'Ollama', () => official),
      'off',
    );
    assert.equal(
      whyNotOffered(on, 'local', 'Ollama', () => official),
      'official',
    );
    assert.equal(
      whyNotOffered(on, 'local', 'Ollama', () => [{ id: 'other.ollama', name: 'Ollama' }]),
      undefined,
    );
  });

  it('nothing of another machine without a yes of its own: nobody knows which files a message is from', () => {
    for (const engine of ['Ollama', 'vLLM']) {
      assert.equal(
        whyNotOffered(on, 'selfHosted', engine, () => official),
        'elsewhere',
      );
      assert.equal(
        whyNotOffered({ ...on, offerChatModelsElsewhere: true }, 'selfHosted', engine, () => official),
        undefined,
      );
    }
  });

  it('models of another engine on this machine, which that extension does not offer', () => {
    for (const engine of ['vLLM', 'llama.cpp', 'LM Studio']) {
      assert.equal(
        whyNotOffered(on, 'local', engine, () => official),
        undefined,
      );
    }
  });

  const names = (models: Parameters<typeof chatModels>[0]) =>
    chatModels(models, abilityOf, 8192, () => false).map(({ model: { name } }) => name);

  it('no model of somebody’s cloud, none that only continues text, none that makes no text', () => {
    assert.deepEqual(
      names([
        model('qwen3:8b'),
        model('plain', { remote: true }),
        model('qwen2.5-coder:1.5b-base', { capabilities: ['completion', 'insert'] }),
        model('nomic-embed-text', { capabilities: ['embedding'] }),
      ]),
      ['qwen3:8b'],
    );
  });

  it('the context that the model is really used with, its answer’s part of it apart', () => {
    const [large, small] = chatModels(
      [model('qwen3:8b', { contextTokens: 40_960 }), model('tiny:1b', { contextTokens: 2048 })],
      abilityOf,
      8192,
      () => false,
    );
    assert.deepEqual(
      [large?.contextTokens, large?.inputTokens, large?.answerTokens, small?.contextTokens, small?.inputTokens],
      [8192, 6144, 2048, 2048, 1536],
    );
  });

  it('tools only where the model has them', () => {
    const offered = chatModels(
      [model('qwen3:8b'), model('gemma2:9b')],
      abilityOf,
      8192,
      ({ name }) => name === 'qwen3:8b',
    );
    const calling = offered.filter(({ callsTools }) => callsTools);
    assert.deepEqual(
      calling.map(({ model: { name } }) => name),
      ['qwen3:8b'],
    );
  });
});
