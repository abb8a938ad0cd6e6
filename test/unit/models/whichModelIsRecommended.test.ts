import assert from 'node:assert/strict';
import fc from 'fast-check';
import { abilityOf } from '../../../src/completion/way.ts';
import { loadCatalogue } from '../../../src/models/catalogue.ts';
import {
  adviceFor,
  type Candidate,
  type Circumstances,
  candidatesFor,
  recommended,
} from '../../../src/models/recommend.ts';
import {
  comfortableMs,
  type Measured,
  predicted,
  suggestionMs,
  tooSlowToTypeMs,
} from '../../../src/models/typingSpeed.ts';
import { model, running } from './engines.ts';

const { models: catalogue } = await loadCatalogue();
const gb = 1e9;
const at = (memoryBytes: number, change: Partial<Circumstances> = {}): Circumstances => ({
  catalogue,
  installed: [],
  abilityOf,
  machine: { memoryBytes },
  contextTokens: 8192,
  measured: [],
  ...change,
});
const nameOf = (candidate: Candidate | undefined) => candidate?.name;

/** A model of 1.5 billion parameters as it was seen here. */
const seen = (readTokensPerSecond: number, writeTokensPerSecond: number, suggested?: number): Measured => ({
  name: 'qwen2.5-coder:1.5b-base',
  sizeBytes: 986e6,
  parameters: 1.5e9,
  speed: {
    readTokensPerSecond,
    writeTokensPerSecond,
    ...(suggested === undefined ? {} : { suggestionMs: suggested }),
  },
});

describe('which model is recommended', () => {
  it('by memory, while nothing was measured: near the usual size, what sources recommend', () => {
    assert.equal(nameOf(recommended('completion', at(8 * gb))), 'qwen2.5-coder:1.5b-base');
    assert.equal(nameOf(recommended('completion', at(64 * gb))), 'qwen2.5-coder:1.5b-base');
    assert.equal(nameOf(recommended('completion', at(5.5 * gb))), 'qwen2.5-coder:0.5b-base');
    assert.equal(recommended('completion', at(4 * gb)), undefined, 'there is no room for any');
  });

  it('for tasks beside the one for completions', () => {
    const completing = recommended('completion', at(16 * gb));
    const tasks = recommended('tasks', at(16 * gb), completing?.neededBytes);
    assert.ok((tasks?.neededBytes ?? 0) + (completing?.neededBytes ?? 0) <= 0.7 * 16 * gb);
    assert.ok((tasks?.parameters ?? 0) >= 4e9, nameOf(tasks) ?? 'none');
    assert.equal(nameOf(recommended('tasks', at(64 * gb))), 'qwen3.5:9b');
  });

  it('by measurement: the largest that is predicted to be fast enough', () => {
    const fast = at(64 * gb, { measured: [seen(6000, 240)] });
    assert.equal(nameOf(recommended('completion', fast)), 'qwen2.5-coder:7b-base');
    const slow = at(64 * gb, { measured: [seen(100, 20, 1600)] });
    assert.equal(nameOf(recommended('completion', slow)), 'qwen2.5-coder:0.5b-base');
    const tooSlow = at(64 * gb, { measured: [seen(10, 2, 9000)] });
    assert.equal(recommended('completion', tooSlow), undefined, 'none is fast enough here');
  });

  it('never one whose licence is unknown or limits its use, but the user’s own', () => {
    for (const memory of [6, 8, 12, 16, 24, 32, 64, 128].map((each) => each * gb)) {
      for (const role of ['completion', 'tasks'] as const) {
        const best = recommended(role, at(memory));
        assert.ok(best === undefined || (best.licence && !best.limitedLicence), nameOf(best));
      }
    }
    const own = model('codestral:22b', { sizeBytes: 13 * gb, capabilities: ['completion', 'insert'] });
    const [first] = candidatesFor('completion', at(64 * gb, { catalogue: [], installed: [own] }));
    assert.equal(nameOf(first), 'codestral:22b');
    assert.equal(first?.isInstalled, true);
  });

  it('never one that runs in a cloud', () => {
    const far = model('far:7b', { remote: true, capabilities: ['completion', 'insert'] });
    assert.deepEqual(candidatesFor('tasks', at(64 * gb, { catalogue: [], installed: [far] })), []);
  });

  it('an installed model is what the engine says of it, with what the catalogue adds', () => {
    const name = 'qwen2.5-coder:7b-base';
    const installed = [model(name, { sizeBytes: 5e9, parameterSize: '7.6B', capabilities: ['completion'] })];
    const found = candidatesFor('completion', at(64 * gb, { installed })).filter((each) => each.name === name);
    assert.equal(found.length, 1);
    assert.deepEqual([found[0]?.sizeBytes, found[0]?.parameters, found[0]?.licence], [5e9, 7.6e9, 'Apache-2.0']);
    assert.ok(found[0]?.attention);
  });

  it('on a machine that nothing is known of, nothing is said of room', () => {
    const { machine: _unknown, ...rest } = at(8 * gb);
    for (const each of candidatesFor('completion', rest)) assert.equal(each.fit, 'unknown');
    assert.equal(nameOf(recommended('completion', rest)), 'qwen2.5-coder:1.5b-base');
  });

  it('whatever the machine and its speed, the recommended one finds room, and is fast enough where that is known', () => {
    const amount = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom('completion' as const, 'tasks' as const),
        amount(200 * gb),
        fc.option(amount(80 * gb), { nil: -1 }),
        fc.integer({ min: 1024, max: 131_072 }),
        amount(20 * gb),
        fc.option(fc.tuple(amount(20_000), amount(500)), { nil: null }),
        (role, memoryBytes, gpuBytes, contextTokens, beside, speeds) => {
          const machine = gpuBytes < 0 ? { memoryBytes } : { memoryBytes, gpuBytes };
          const measured = speeds ? [seen(...speeds)] : [];
          const given = at(0, { machine, contextTokens, measured });
          const all = candidatesFor(role, given, beside);
          const best = recommended(role, given, beside);
          assert.equal(all.length, candidatesFor(role, at(0), 0).length, 'none is lost');
          if (!best) return;
          assert.equal(best, all.find(({ name }) => name === best.name) && best);
          assert.equal(best.fit, 'fits');
          const room = Math.max(0.7 * memoryBytes, 0.9 * Math.max(0, gpuBytes));
          assert.ok((best.neededBytes ?? Number.POSITIVE_INFINITY) + beside <= room);
          const ms = best.speed?.suggestionMs;
          if (role === 'completion' && ms !== undefined) {
            assert.ok(ms <= (best.isMeasured ? tooSlowToTypeMs : comfortableMs));
          }
        },
      ),
    );
  });
});

describe('how long a suggestion would take', () => {
  it('is 50 ms, and the reading and writing', () => {
    assert.equal(suggestionMs({ readTokensPerSecond: 160, writeTokensPerSecond: 48 }), 50 + 100 + 250);
    assert.equal(suggestionMs({ writeTokensPerSecond: 48 }), undefined);
    assert.equal(suggestionMs({ readTokensPerSecond: 0, writeTokensPerSecond: 48 }), undefined);
  });

  it('goes with the size, but for the experts that do not work', () => {
    const speed = predicted({ sizeBytes: 2 * 986e6, parameters: 3e9 }, seen(160, 48));
    assert.deepEqual(speed, {
      readTokensPerSecond: 80,
      writeTokensPerSecond: 24,
      suggestionMs: 50 + 200 + 500,
    });
    const experts = predicted({ sizeBytes: 19e9, parameters: 30e9, activeParameters: 3e9 }, seen(160, 48));
    assert.ok(
      (experts.suggestionMs ?? 0) < (predicted({ sizeBytes: 19e9, parameters: 30e9 }, seen(160, 48)).suggestionMs ?? 0),
    );
    assert.deepEqual(predicted({ parameters: 3e9 }, seen(160, 48)), { readTokensPerSecond: 80 });
    assert.deepEqual(predicted({}, seen(160, 48)), {});
  });

  it('a larger model is never predicted to be faster', () => {
    const size = fc.double({ min: 1e8, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(size, fc.double({ min: 1, max: 10, noNaN: true }), (bytes, times) => {
        const small = predicted({ sizeBytes: bytes, parameters: bytes }, seen(500, 50)).suggestionMs ?? 0;
        const large =
          predicted({ sizeBytes: bytes * times, parameters: bytes * times }, seen(500, 50)).suggestionMs ?? 0;
        assert.ok(large >= small);
      }),
    );
  });
});

describe('what to say of a model in use', () => {
  const own: Measured = { name: 'qwen2.5-coder:7b-base', sizeBytes: 4.7e9, parameters: 7e9, speed: {} };
  const installed = [model(own.name, { sizeBytes: 4.7e9, parameterSize: '7B' })];

  it('nothing, where all is well', () => {
    const given = at(64 * gb, { installed });
    assert.equal(adviceFor('completion', own, running(own.name), given), undefined);
    assert.equal(adviceFor('completion', own, undefined, given), undefined);
    assert.equal(
      adviceFor('completion', { ...own, speed: { suggestionMs: 300 } }, running(own.name), given),
      undefined,
    );
  });

  it('that it spills to the CPU, and what would not', () => {
    const spilling = running(own.name, { sizeBytes: 6e9, gpuBytes: 3e9 });
    const advice = adviceFor('completion', own, spilling, at(64 * gb, { installed }));
    assert.equal(advice?.kind, 'spills');
    assert.equal(advice?.kind === 'spills' && advice.onGpu, 0.5);
    assert.equal(nameOf(advice?.instead), 'qwen2.5-coder:1.5b-base');
    assert.ok((advice?.instead?.neededBytes ?? 9e9) <= 3e9);
  });

  it('not that it spills, where it runs on the CPU alone: there may be no GPU', () => {
    const onCpu = running(own.name, { gpuBytes: 0 });
    assert.equal(adviceFor('completion', own, onCpu, at(64 * gb, { installed })), undefined);
  });

  it('that it is too slow to type with, how slow, and what would be fast enough', () => {
    const speed = { readTokensPerSecond: 200, writeTokensPerSecond: 8, suggestionMs: 1700 };
    const slow = { ...own, speed };
    const given = at(64 * gb, { installed, measured: [slow] });
    const advice = adviceFor('completion', slow, running(own.name), given);
    assert.equal(advice?.kind === 'tooSlow' && advice.milliseconds, 1700);
    assert.equal(nameOf(advice?.instead), 'qwen2.5-coder:1.5b-base');
    assert.ok((advice?.instead?.speed?.suggestionMs ?? 9999) <= comfortableMs);
    assert.equal(adviceFor('tasks', slow, running(own.name), given), undefined, 'nobody types along a task');
  });

  it('that nothing is faster, where that is so', () => {
    const smallest = { ...own, name: 'qwen2.5-coder:0.5b-base', sizeBytes: 0.531e9, parameters: 0.5e9 };
    const slow = { ...smallest, speed: { readTokensPerSecond: 20, writeTokensPerSecond: 2, suggestionMs: 7000 } };
    const advice = adviceFor('completion', slow, undefined, at(64 * gb, { measured: [slow] }));
    assert.equal(advice?.kind, 'tooSlow');
    assert.equal(advice?.instead, undefined);
  });
});
