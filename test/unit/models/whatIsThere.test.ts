import assert from 'node:assert/strict';
import { readSettings } from '../../../src/base/settings.ts';
import { abilityOf } from '../../../src/completion/way.ts';
import { Inventory } from '../../../src/models/inventory.ts';
import { takeOverview } from '../../../src/models/overview.ts';
import type { MeasuredSpeed } from '../../../src/models/typingSpeed.ts';
import type { EngineModel, RunningModel } from '../../../src/tiers/engine.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { patient, reasonOf } from '../tiers/requests.ts';
import { FakeEngine, model, running } from './engines.ts';

const coder = model('qwen2.5-coder:7b-base', { sizeBytes: 4.7e9, parameterSize: '7.6B' });
const writer = model('qwen3:8b', { sizeBytes: 5.2e9, parameterSize: '8.2B' });
const far = model('gpt-oss:120b-cloud', { remote: true, sizeBytes: 0 });
const embedder = model('nomic-embed-text:latest', { capabilities: ['embedding'] });

function room(
  parts: {
    models?: readonly EngineModel[];
    running?: readonly RunningModel[];
    settings?: Record<string, unknown>;
    speeds?: Record<string, MeasuredSpeed>;
  } = {},
) {
  const engine = new FakeEngine();
  engine.answers.models = async () => parts.models ?? [coder, writer, far, embedder];
  const inventory = new Inventory({ engine, clock: virtualClock(), abilityOf });
  const take = () =>
    takeOverview(
      {
        engine: { running: async () => parts.running ?? [] },
        inventory,
        settings: () => readSettings((key) => parts.settings?.[key]),
        machine: () => ({ memoryBytes: 64e9 }),
        speedOf: (name) => parts.speeds?.[name],
      },
      patient(),
    );
  return { engine, take };
}

describe('what is there', () => {
  it('each model with what it is made for and what it is used for', async () => {
    const { entries, choices } = await room().take();
    assert.deepEqual(
      entries.map(({ model: { name }, roles, usedFor }) => [name, roles, usedFor]),
      [
        [coder.name, ['completion'], ['completion']],
        [writer.name, ['tasks'], ['tasks']],
        [far.name, [], []],
        [embedder.name, [], []],
      ],
    );
    assert.deepEqual(choices.completion, { name: coder.name, automatic: true });
  });

  it('what is in memory, and how fast it was', async () => {
    const speed = { readTokensPerSecond: 900, writeTokensPerSecond: 30 };
    const { entries } = await room({ running: [running(coder.name)], speeds: { [coder.name]: speed } }).take();
    assert.equal(entries[0]?.running?.sizeBytes, 2e9);
    assert.deepEqual(entries[0]?.speed, speed);
    assert.equal(entries[1]?.running, undefined);
  });

  it('is asked for anew each time', async () => {
    const { engine, take } = room();
    await take();
    await take();
    assert.equal(engine.asked.models, 2);
  });

  it('a chosen model that is not installed any more is a problem of its role, and of nothing else', async () => {
    const settings = { 'hearth.models.tasks': 'gone:7b' };
    const { entries, choices } = await room({ settings }).take();
    assert.deepEqual([choices.tasks.name, choices.tasks.problem?.reason], ['gone:7b', 'modelMissing']);
    assert.deepEqual(entries[1]?.usedFor, []);
    assert.equal(choices.completion.problem, undefined);
  });

  it('a cloud model that is chosen as local is a problem, and is used for nothing', async () => {
    const { entries, choices } = await room({ settings: { 'hearth.models.tasks': far.name } }).take();
    assert.equal(choices.tasks.problem?.reason, 'remoteModel');
    assert.deepEqual(entries[2]?.usedFor, []);
  });

  it('advice is given for what is used, and only there', async () => {
    const spilling = [coder, writer].map(({ name }) => running(name, { sizeBytes: 6e9, gpuBytes: 3e9 }));
    const spare = model('starcoder2:3b', { parameterSize: '3B' });
    const all = [coder, writer, spare];
    const { entries } = await room({
      models: all,
      running: [...spilling, running(spare.name, { sizeBytes: 6e9, gpuBytes: 3e9 })],
      settings: { 'hearth.models.completion': coder.name },
    }).take();
    assert.deepEqual(
      entries.map(({ advice }) => advice?.kind),
      ['spills', 'spills', undefined],
    );
    const slow = await room({ speeds: { [coder.name]: { suggestionMs: 2500 } } }).take();
    assert.equal(slow.entries[0]?.advice?.kind, 'tooSlow');
  });

  it('how large the GPU is, once something did not fit on it', async () => {
    const fits = await room({ running: [running(coder.name)] }).take();
    assert.equal(fits.circumstances.machine?.gpuBytes, undefined);
    const spilling = running(writer.name, { sizeBytes: 6e9, gpuBytes: 3e9 });
    const spills = await room({ running: [running(coder.name), spilling] }).take();
    assert.equal(spills.circumstances.machine?.gpuBytes, 5e9);
  });

  it('an engine that does not answer is said not to', async () => {
    const { engine, take } = room();
    engine.answers.models = async () => {
      throw new TierError('unreachable', 'off');
    };
    assert.equal(await reasonOf(take()), 'unreachable');
  });
});
