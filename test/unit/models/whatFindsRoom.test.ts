import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadCatalogue } from '../../../src/models/catalogue.ts';
import { fitOf, memoryForModels, memoryNeeded } from '../../../src/models/memory.ts';
import { recordings } from '../fakes/recordings.ts';

const { models } = await loadCatalogue();
const gb = 1e9;
const grouped = { layers: 28, keyValueHeads: 2, keyLength: 128, valueLength: 128 };

describe('how much memory a model takes', () => {
  it('its context is what an engine’s own log says: 224 MiB for 8,192 tokens of this shape', () => {
    const model = { sizeBytes: 986e6, attention: grouped };
    const context = (memoryNeeded(model, 8192) ?? 0) - (memoryNeeded(model, 0) ?? 0);
    assert.equal(context, 224 * 2 ** 20);
    // "memory.required.full=1.5 GiB": ours is no less.
    assert.ok((memoryNeeded(model, 8192) ?? 0) > 1.5 * 2 ** 30);
  });

  it('a recorded real engine needed no more', () => {
    const body = (name: string) => JSON.parse(recordings().find((each) => each.name === name)?.response.body ?? '');
    const [running] = body('/api/ps').models;
    const listed = body('/api/tags').models.find(({ name }: { name: string }) => name === running.name);
    const facts = body('show fim').model_info;
    const attention = {
      layers: facts['qwen2.block_count'],
      keyValueHeads: facts['qwen2.attention.head_count_kv'],
      keyLength: facts['qwen2.embedding_length'] / facts['qwen2.attention.head_count'],
      valueLength: facts['qwen2.embedding_length'] / facts['qwen2.attention.head_count'],
    };
    const needed = memoryNeeded({ sizeBytes: listed.size, attention }, running.context_length) ?? 0;
    assert.ok(needed >= running.size);
  });

  it('of a shape that nobody knows, it is no less than where each head has keys of its own', () => {
    // Layers and width: Code Llama 7B and 13B (the same as LLaMA, arXiv 2302.13971, table 2), DeepSeek-Coder 1.3B and 6.7B
    // (arXiv 2401.14196, table 2), CodeGemma 7B (arXiv 2403.08295, table 1: 28 layers, 16 heads of 256).
    for (const [parameters, layers, width] of [
      [7e9, 32, 4096],
      [13e9, 40, 5120],
      [1.3e9, 24, 2048],
      [6.7e9, 32, 4096],
      [7e9, 28, 4096],
    ] as const) {
      const context =
        (memoryNeeded({ sizeBytes: 1, parameters }, 1000) ?? 0) - (memoryNeeded({ sizeBytes: 1, parameters }, 0) ?? 0);
      assert.ok(context >= 2 * layers * width * 2 * 1000, `${parameters}: ${context}`);
    }
  });

  it('a larger context, or a larger model, never takes less; an unknown size stays unknown', () => {
    const model = fc.record({
      sizeBytes: fc.double({ min: 1e6, max: 1e11, noNaN: true }),
      contextTokens: fc.option(fc.integer({ min: 512, max: 300_000 }), { nil: 0 }),
    });
    fc.assert(
      fc.property(model, fc.integer({ min: 512, max: 262_144 }), fc.nat(100_000), (each, tokens, more) => {
        const { sizeBytes, contextTokens } = each;
        const size = contextTokens > 0 ? { sizeBytes, contextTokens } : { sizeBytes };
        const needed = memoryNeeded(size, tokens) ?? 0;
        assert.ok(needed > sizeBytes);
        assert.ok((memoryNeeded(size, tokens + more) ?? 0) >= needed);
        assert.ok((memoryNeeded({ ...size, sizeBytes: sizeBytes * 2 }, tokens) ?? 0) > needed);
        const attended = memoryNeeded({ ...size, attention: grouped }, tokens) ?? 0;
        assert.ok(attended >= sizeBytes + 500e6);
      }),
    );
    assert.equal(memoryNeeded({ parameters: 7e9 }, 8192), undefined);
  });

  it('no context is longer than the model’s own', () => {
    const model = { sizeBytes: gb, attention: grouped, contextTokens: 2048 };
    assert.equal(memoryNeeded(model, 262_144), memoryNeeded(model, 2048));
  });
});

describe('where a model finds room', () => {
  it('the system and the editor keep theirs', () => {
    assert.equal(memoryForModels({ memoryBytes: 2 * gb }), 0);
    assert.equal(memoryForModels({ memoryBytes: 8 * gb }), 4 * gb);
    assert.equal(memoryForModels({ memoryBytes: 32 * gb }), 0.7 * 32 * gb);
  });

  it('on the GPU, partly, or nowhere', () => {
    const machine = { memoryBytes: 16 * gb, gpuBytes: 8 * gb };
    assert.equal(fitOf(5 * gb, machine), 'fits');
    assert.equal(fitOf(7.5 * gb, machine), 'spills');
    assert.equal(fitOf(5 * gb, machine, 3 * gb), 'spills');
    assert.equal(fitOf(19 * gb, machine), 'tooLarge');
    assert.equal(fitOf(undefined, machine), 'unknown');
  });

  it('where nothing is known of a GPU, in memory or nowhere', () => {
    assert.equal(fitOf(4 * gb, { memoryBytes: 8 * gb }), 'fits');
    assert.equal(fitOf(4.1 * gb, { memoryBytes: 8 * gb }), 'tooLarge');
  });

  it('what finds room in a machine does so in a larger one', () => {
    const order = ['tooLarge', 'spills', 'fits'];
    const amount = fc.double({ min: 0, max: 200 * gb, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, amount, (needed, memoryBytes, gpuBytes, more) => {
        const small = fitOf(needed, { memoryBytes, gpuBytes });
        const large = fitOf(needed, { memoryBytes: memoryBytes + more, gpuBytes: gpuBytes + more });
        assert.ok(order.indexOf(large) >= order.indexOf(small));
      }),
    );
  });

  it('something finds room for completions from 8 GB on', () => {
    const small = models.find(({ name }) => name === 'qwen2.5-coder:1.5b-base');
    assert.equal(fitOf(memoryNeeded(small ?? {}, 8192), { memoryBytes: 8 * gb }), 'fits');
  });
});
