import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AbilityOf, candidates, rolesOf } from '../../../src/models/choose.ts';
import { isDemoModel } from '../../../src/models/demo.ts';
import { Inventory } from '../../../src/models/inventory.ts';
import type { EngineModel } from '../../../src/tiers/engine.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { reasonOf } from '../tiers/requests.ts';
import { FakeEngine, model } from './engines.ts';

const ability: AbilityOf = ({ name, capabilities }) => {
  if (capabilities.includes('insert')) return 'fillsIn';
  if (!capabilities.includes('completion')) return 'noText';
  return name.startsWith('coder') ? 'notTrained' : 'unknownFamily';
};
const coder = (name: string, parameterSize: string) =>
  model(name, { parameterSize, capabilities: ['completion', 'insert'] });

/** The names in the order in which they would be chosen. */
const order = (models: readonly EngineModel[], role: 'completion' | 'tasks') =>
  candidates(models, role, ability).map(({ name }) => name);

const base1 = coder('coder:1.5b-base', '1.5B');
const base7 = coder('coder:7b-base', '7.6B');
const small = coder('coder:0.5b-base', '494M');
const instruct1 = coder('coder:1.5b', '1.5B');
const chat3 = model('chat:3b', { parameterSize: '3.2B' });
const chat8 = model('chat:8b', { parameterSize: '8.0B' });
const chat70 = model('chat:70b', { parameterSize: '70.6B' });
const embedder = model('embed:latest', { capabilities: ['embedding'] });
const far = model('far:latest', { remote: true, capabilities: ['completion', 'insert'] });

describe('which model is chosen', () => {
  it('for completions: base models first, then near 1.5 billion parameters', () => {
    const all = [chat8, instruct1, base7, small, base1, embedder];
    assert.deepEqual(order(all, 'completion'), ['coder:1.5b-base', 'coder:0.5b-base', 'coder:7b-base', 'coder:1.5b']);
  });

  it('for tasks: models that follow instructions first, then near 8 billion', () => {
    const all = [base7, chat3, chat70, chat8, instruct1, embedder];
    assert.deepEqual(order(all, 'tasks'), ['chat:8b', 'chat:3b', 'coder:1.5b', 'chat:70b', 'coder:7b-base']);
  });

  it('names that say base', () => {
    for (const name of ['codellama:7b-code', 'x:7b-text-q4_0', 'starcoder2:3b', 'hf.co/me/x-base-GGUF:Q4']) {
      assert.deepEqual(order([chat3, model(name, { parameterSize: '8B' })], 'tasks'), ['chat:3b', name]);
    }
    for (const name of ['starcoder2:15b-instruct', 'database:8b', 'codex:8b', 'nomic-embed-text:latest']) {
      assert.deepEqual(order([chat3, model(name, { parameterSize: '8B' })], 'tasks'), [name, 'chat:3b']);
    }
  });

  it('what a model is made for, by what it can do and by its name', () => {
    for (const [each, roles] of [
      [base1, ['completion']],
      [instruct1, ['completion', 'tasks']],
      [chat8, ['tasks']],
      [embedder, []],
    ] as const) {
      assert.deepEqual(rolesOf(each, ability), roles, each.name);
    }
  });

  it('a model that runs elsewhere never is, whatever it can do', () => {
    assert.deepEqual(order([far], 'completion'), []);
    assert.deepEqual(order([far], 'tasks'), []);
  });

  it('an unsaid size is guessed from the bytes on disk', () => {
    const [little, large] = [model('little:latest', { sizeBytes: 1e9 }), model('large:latest', { sizeBytes: 5e9 })];
    assert.deepEqual(order([little, large], 'tasks'), ['large:latest', 'little:latest']);
  });

  it('whatever the engine lists in whatever order, the choice is the same', () => {
    const all = [base1, base7, small, instruct1, chat3, chat8, chat70, embedder, far];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.constantFrom('completion', 'tasks'),
        (list, role) => {
          const before = [...list];
          assert.deepEqual(order(list, role), order(all, role));
          assert.deepEqual(list, before, 'the list itself is left alone');
        },
      ),
    );
  });

  it('the demo model is known by its name alone', () => {
    for (const name of ['tiny-demo', 'tiny-demo:latest', '/models/tiny-demo-q8_0.gguf'])
      assert.equal(isDemoModel(name), true);
    for (const name of ['tiny-demonstration', 'my-tiny-demo', 'tiny:demo']) assert.equal(isDemoModel(name), false);
  });
});

describe('the engine’s models', () => {
  function room(...models: EngineModel[]) {
    const clock = virtualClock();
    const engine = new FakeEngine();
    engine.answers.models = async () => models;
    return { clock, engine, inventory: new Inventory({ engine, clock, abilityOf: ability }) };
  }

  it('one question serves all who ask at the same time', async () => {
    const { engine, inventory } = room(base1);
    let answer: (models: EngineModel[]) => void = () => {};
    engine.answers.models = () => new Promise((resolve) => (answer = resolve));
    const all = [inventory.models(), inventory.models(), inventory.candidates('completion')];
    answer([base1]);
    for (const models of await Promise.all(all)) assert.deepEqual(models, [base1]);
    assert.equal(engine.asked.models, 1);
  });

  it('the answer is believed for 30 seconds, and asked for again after that', async () => {
    const { clock, engine, inventory } = room(base1);
    await inventory.models();
    await clock.advance(30_000);
    await inventory.models();
    assert.equal(engine.asked.models, 1);
    await clock.advance(1);
    await inventory.models();
    assert.equal(engine.asked.models, 2);
  });

  it('after a change it is asked for again at once', async () => {
    const { engine, inventory } = room(base1);
    await inventory.models();
    inventory.refresh();
    await inventory.models();
    assert.equal(engine.asked.models, 2);
  });

  it('a failure reaches all who asked, and is not believed', async () => {
    const { engine, inventory } = room();
    engine.answers.models = async () => {
      throw new TierError('unreachable', 'as told');
    };
    const both = [reasonOf(inventory.models()), reasonOf(inventory.choose('tasks', '', 8192))];
    assert.deepEqual(await Promise.all(both), ['unreachable', 'unreachable']);
    assert.equal(engine.asked.models, 1);
    engine.answers.models = async () => [chat8];
    assert.deepEqual(await inventory.models(), [chat8]);
  });

  it('a late failure of an old question does not make a newer answer forgotten', async () => {
    const { engine, inventory } = room();
    let fail: (error: Error) => void = () => {};
    engine.answers.models = () => new Promise((_, reject) => (fail = reject));
    const old = reasonOf(inventory.models());
    inventory.refresh();
    engine.answers.models = async () => [chat8];
    await inventory.models();
    fail(new TierError('timedOut', 'as told'));
    assert.equal(await old, 'timedOut');
    await inventory.models();
    assert.equal(engine.asked.models, 2);
  });

  it('the last list that the engine gave can be compared with a new one, whatever its order', async () => {
    const { engine, inventory } = room();
    assert.equal(inventory.known, '');
    engine.answers.models = async () => [chat8, model('coder')];
    await inventory.models();
    const { known } = inventory;
    inventory.refresh();
    assert.equal(inventory.known, known, 'forgetting the list is no change');
    engine.answers.models = async () => [model('coder'), chat8];
    assert.equal(await inventory.look(), known);
    assert.equal(engine.asked.models, 2);
    engine.answers.models = async () => [model('coder', { digest: 'other' }), chat8];
    assert.notEqual(await inventory.look(), known);
    engine.answers.models = async () => {
      throw new TierError('unreachable', 'off');
    };
    assert.equal(await reasonOf(inventory.look()), 'unreachable');
  });

  it('the user’s own choice goes before our guess', async () => {
    const { inventory } = room(base1, base7);
    assert.deepEqual(await inventory.choose('completion', '', 8192), {
      model: base1,
      contextTokens: 8192,
      automatic: true,
    });
    const { model: chosen, automatic } = await inventory.choose('completion', 'coder:7b-base', 8192);
    assert.deepEqual([chosen, automatic], [base7, false]);
  });

  it('a name without a tag means the latest', async () => {
    const latest = model('chat:latest');
    const { inventory } = room(chat8, latest);
    assert.equal((await inventory.choose('tasks', 'chat', 8192)).model, latest);
  });

  it('the context is never longer than the model’s own, nor than the user’s limit', async () => {
    const { inventory } = room(
      model('short:1b', { contextTokens: 2048 }),
      model('long:1b', { contextTokens: 131_072 }),
    );
    assert.equal((await inventory.choose('tasks', 'short:1b', 8192)).contextTokens, 2048);
    assert.equal((await inventory.choose('tasks', 'long:1b', 8192)).contextTokens, 8192);
  });

  /** What is installed, what is wanted, and why that does not work. */
  const refusals: [EngineModel[], 'completion' | 'tasks', string, string][] = [
    [[], 'tasks', '', 'noModel'],
    [[], 'completion', '', 'noModel'],
    [[far], 'completion', '', 'noModel'],
    [[embedder], 'tasks', '', 'noModel'],
    [[embedder], 'completion', '', 'cannotComplete'],
    [[chat8], 'completion', '', 'unknownFamily'],
    [[chat8, chat3], 'completion', '', 'unknownFamily'],
    [[model('coder:7b-instruct')], 'completion', '', 'notTrained'],
    [[model('coder:7b-instruct'), chat8], 'completion', '', 'cannotComplete'],
    [[embedder], 'completion', 'embed', 'cannotComplete'],
    [[chat8], 'tasks', 'chat:3b', 'modelMissing'],
    [[chat8], 'tasks', 'chat', 'modelMissing'],
    [[far], 'tasks', 'far', 'remoteModel'],
    [[far], 'completion', 'far:latest', 'remoteModel'],
  ];
  for (const [models, role, wanted, reason] of refusals) {
    const names = models.map(({ name }) => name).join(', ') || 'nothing';
    it(`${names} installed, ${wanted || 'anything'} wanted for ${role}: ${reason}`, async () => {
      assert.equal(await reasonOf(room(...models).inventory.choose(role, wanted, 8192)), reason);
    });
  }

  it('a model that only chats completes where the user chose it, and nowhere else', async () => {
    const { inventory } = room(chat8, base7, embedder, chat3, far);
    assert.equal((await inventory.choose('completion', 'chat:8b', 8192)).model, chat8);
    assert.equal((await inventory.choose('completion', '', 8192)).model, base7);
    assert.deepEqual(await inventory.candidates('completion'), [base7]);
    assert.deepEqual(await inventory.chatters(), [chat8, chat3]);
  });

  it('where none can complete, the reason names the models', async () => {
    const { inventory } = room(chat8, chat3);
    await assert.rejects(inventory.choose('completion', '', 8192), { message: 'chat:8b, chat:3b' });
  });
});
