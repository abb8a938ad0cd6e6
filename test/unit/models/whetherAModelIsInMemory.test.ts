import assert from 'node:assert/strict';
import { readSettings } from '../../../src/base/settings.ts';
import { detect, learnFrom } from '../../../src/models/detect.ts';
import { Inventory } from '../../../src/models/inventory.ts';
import { Readiness } from '../../../src/models/readiness.ts';
import { EngineAddress } from '../../../src/tiers/endpoint.ts';
import { StatusBoard } from '../../../src/tiers/status.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { patient, reasonOf, until } from '../tiers/requests.ts';
import { FakeEngine, model } from './engines.ts';

/** Something that ends when the test says so. */
function pending() {
  let end: (error?: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return { promise, end };
}

function room() {
  const clock = virtualClock();
  const engine = new FakeEngine();
  const told: (string | undefined)[] = [];
  const readiness = new Readiness({ engine, clock, onLoading: (name) => told.push(name) });
  const ready = (contextTokens = 2048) => readiness.ready('coder', contextTokens, patient());
  return { clock, engine, told, readiness, ready };
}

describe('whether a model is in memory', () => {
  it('the engine says so, with or without its tag', async () => {
    for (const loaded of ['coder', 'coder:latest']) {
      const { engine, ready } = room();
      engine.answers.loaded = async () => ['other:7b', loaded];
      assert.equal(await ready(), true);
      assert.equal(engine.loads.length, 0);
    }
  });

  it('what was seen there is believed for 10 seconds', async () => {
    const { clock, engine, ready } = room();
    engine.answers.loaded = async () => ['coder'];
    await ready();
    await clock.advance(9_999);
    await ready();
    assert.equal(engine.asked.loaded, 1);
    await clock.advance(1);
    await ready();
    assert.equal(engine.asked.loaded, 2);
  });

  it('an answer proves it without a question', async () => {
    const { engine, readiness, ready } = room();
    readiness.answered('coder');
    assert.equal(await ready(), true);
    assert.equal(engine.asked.loaded, 0);
  });

  it('after a failure nothing is believed', async () => {
    const { engine, readiness, ready } = room();
    readiness.answered('coder');
    readiness.lost();
    assert.equal(await ready(), false);
    assert.equal(engine.asked.loaded, 1);
  });

  it('it is loaded once, however many keys are pressed meanwhile, and then it is there', async () => {
    const { engine, told, ready } = room();
    const load = pending();
    engine.answers.load = () => load.promise;
    assert.deepEqual(await Promise.all([ready(), ready()]), [false, false]);
    assert.equal(await ready(), false);
    assert.deepEqual(
      engine.loads.map(({ model: name, contextTokens }) => [name, contextTokens]),
      [['coder', 2048]],
    );
    assert.deepEqual(told, ['coder']);
    load.end();
    await until(() => told.length === 2);
    assert.deepEqual(told, ['coder', undefined]);
    assert.equal(await ready(), true);
    assert.equal(engine.loads.length, 1);
  });

  for (const reason of ['outOfMemory', 'engineFailed'] satisfies TierErrorReason[]) {
    it(`${reason}: said at each key, and not tried again before something was changed`, async () => {
      const { clock, engine, told, readiness, ready } = room();
      engine.answers.load = async () => {
        throw new TierError(reason, 'as told');
      };
      await ready();
      await until(() => told.length === 2);
      for (let key = 0; key < 3; key++) {
        await clock.advance(60_000);
        assert.equal(await reasonOf(ready()), reason);
      }
      assert.equal(engine.loads.length, 1);
      readiness.forget();
      assert.equal(await ready(), false);
      assert.equal(engine.loads.length, 2);
    });
  }

  it('what passes by itself is tried again', async () => {
    const { engine, told, ready } = room();
    engine.answers.load = async () => {
      throw new TierError('unreachable', 'as told');
    };
    await ready();
    await until(() => told.length === 2);
    assert.equal(await ready(), false);
    assert.equal(engine.loads.length, 2);
  });

  it('a load that fails after something was changed does not count against the change', async () => {
    const { engine, told, readiness, ready } = room();
    const load = pending();
    engine.answers.load = () => load.promise;
    await ready(32_768);
    readiness.forget();
    load.end(new TierError('outOfMemory', 'as told'));
    await until(() => told.length === 2);
    assert.equal(await ready(2048), false);
    assert.equal(engine.loads.at(-1)?.contextTokens, 2048);
  });

  it('a question that fails is a failure, and starts no load', async () => {
    const { engine, ready } = room();
    engine.answers.loaded = async () => {
      throw new TierError('unreachable', 'as told');
    };
    assert.equal(await reasonOf(ready()), 'unreachable');
    assert.equal(engine.loads.length, 0);
  });

  it('a load ends with Hearth', async () => {
    const { engine, told, readiness, ready } = room();
    const load = pending();
    engine.answers.load = () => load.promise;
    await ready();
    readiness.dispose();
    assert.equal(engine.loads[0]?.signal.aborted, true);
    load.end(new Error('aborted'));
    await until(() => told.length === 2);
  });
});

describe('looking quietly whether the engine is there', () => {
  const coder = model('coder:1.5b-base', { capabilities: ['completion', 'insert'], parameterSize: '1.5B' });
  const chat = model('chat:8b', { parameterSize: '8B' });

  function look(settings: Record<string, unknown> = {}) {
    const clock = virtualClock();
    const engine = new FakeEngine();
    engine.answers.models = async () => [coder, chat];
    const board = new StatusBoard(clock);
    const read = () => readSettings((key) => settings[key]);
    const inventory = new Inventory({
      engine,
      clock,
      abilityOf: (each) => (each.capabilities.includes('insert') ? 'fillsIn' : 'unknownFamily'),
    });
    const { endpoint, tier } = new EngineAddress(() => read().endpoint, undefined);
    const place = { engine, where: () => endpoint().host, tier };
    return {
      engine,
      board,
      inventory,
      clock,
      run: () => detect({ inventory, board, settings: read, completion: place, tasks: place }),
    };
  }

  it('who would complete, and where', async () => {
    const { board, run } = look();
    await run();
    assert.deepEqual(board.status.ready, {
      tier: 'local',
      engine: 'Ollama',
      host: '127.0.0.1:11434',
      model: 'coder:1.5b-base',
      version: '0.33.0',
    });
  });

  it('who would answer, when completions are off', async () => {
    const { board, run } = look({ 'hearth.completions.enabled': false, 'hearth.endpoint': 'gpu.lan' });
    await run();
    assert.equal(board.status.ready?.model, 'chat:8b');
    assert.equal(board.status.ready?.tier, 'selfHosted');
  });

  it('what is in the way is noted, not thrown', async () => {
    for (const [settings, spoil, reason] of [
      [{ 'hearth.endpoint': 'two words' }, undefined, 'badEndpoint'],
      [{ 'hearth.models.completion': 'nope' }, undefined, 'modelMissing'],
      [{}, new TierError('unreachable', 'as told'), 'unreachable'],
    ] as const) {
      const { engine, board, run } = look(settings);
      if (spoil) {
        engine.answers.version = async () => {
          throw spoil;
        };
      }
      await run();
      assert.equal(board.status.failing?.reason, reason);
      assert.ok(!('ready' in board.status));
    }
  });

  it('a fault of our own is thrown', async () => {
    const { engine, run } = look();
    engine.answers.version = async () => {
      throw new RangeError('ours');
    };
    await assert.rejects(run(), RangeError);
  });

  it('an engine that answers again is looked at anew, once: it may be another version', () => {
    const { engine, board, inventory, clock } = look();
    const readiness = new Readiness({ engine, clock, onLoading: () => {} });
    let looks = 0;
    const learning = learnFrom(board, inventory, readiness, () => looks++);
    const provenance = { tier: 'local', engine: 'Ollama', host: 'h', model: 'coder' } as const;
    board.answered('completion', provenance, { totalMs: 1 });
    assert.equal(looks, 0);
    board.failed('completion', 'local', new TierError('unreachable', 'as told'));
    board.answered('completion', provenance, { totalMs: 1 });
    board.answered('completion', provenance, { totalMs: 1 });
    assert.equal(looks, 1);
    learning.dispose();
  });

  it('an answer proves its model, a failure makes everything be asked again, the cloud teaches nothing', async () => {
    const { engine, board, inventory, clock } = look();
    const readiness = new Readiness({ engine, clock, onLoading: () => {} });
    let looks = 0;
    const learning = learnFrom(board, inventory, readiness, () => looks++);
    const provenance = { tier: 'local', engine: 'Ollama', host: 'h', model: 'coder' } as const;
    const ready = () => readiness.ready('coder', 2048, patient());

    board.answered('completion', provenance, { totalMs: 1 });
    assert.equal(await ready(), true);
    assert.equal(engine.asked.loaded, 0);
    await inventory.models();

    board.failed('task', 'cloud', new TierError('overloaded', 'as told'));
    await inventory.models();
    assert.equal(await ready(), true);
    assert.deepEqual([engine.asked.loaded, engine.asked.models], [0, 1]);

    board.failed('completion', 'local', new TierError('unreachable', 'as told'));
    board.began('completion', { tier: 'local', engine: 'Ollama', host: 'here', model: 'coder' });
    await inventory.models();
    assert.equal(await ready(), false);
    assert.deepEqual([engine.asked.loaded, engine.asked.models], [1, 2]);

    await until(() => engine.loads.length === 1);
    learning.dispose();
    board.failed('completion', 'local', new TierError('stalled', 'as told'));
    await inventory.models();
    assert.equal(engine.asked.models, 2);
    board.answered('task', { ...provenance, tier: 'cloud', model: 'other' }, { totalMs: 1 });
    assert.equal(looks, 0, 'only an answer of the engine’s own after a failure of its own is worth a look');
    assert.equal(await readiness.ready('other', 1, patient()), false);
  });
});
