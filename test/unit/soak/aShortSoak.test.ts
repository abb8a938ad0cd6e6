import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checksOf, slope } from '../../soak/checks.ts';
import { runSoak, type SoakFigures } from '../../soak/runSoak.ts';

/** What a soak measures where all is well. */
const well: SoakFigures = {
  completions: 20_000,
  seconds: 100,
  outcomes: Object.fromEntries(
    [
      ['from the engine', 'from what is known', 'cancelled', 'empty', 'taskRunning', 'timedOut', 'stalled', 'cutShort'],
      ['engineFailed', 'busy', 'outOfMemory', 'modelMissing', 'notTheEngine', 'redirected'],
    ]
      .flat()
      .map((outcome) => [outcome, 1]),
  ),
  engine: { requests: 100, failed: 10, aborted: 10, inFlight: 0, sockets: 0, mostSockets: 2 },
  heap: Array.from({ length: 200 }, (_, index) => 9_000_000 + Math.min(index, 40) * 20_000 + (index % 10) * 10_000),
  listeners: Array.from({ length: 21 }, () => ({ process: 6, emitters: 2, targets: 0 })),
  mostSockets: 4,
  left: [],
};

const failing = (change: Partial<SoakFigures>) =>
  checksOf({ ...well, ...change }).flatMap(({ held, name }) => (held ? [] : [name]));

describe('the soak', () => {
  it('finds nothing where all is well', () => assert.deepEqual(failing({}), []));

  it('finds memory that grows by 1 KB in 100 completions, and not what the first quarter takes', () => {
    const growing = well.heap.map((bytes, index) => bytes + index * 1024);
    assert.deepEqual(failing({ heap: growing }), ['the heap does not grow']);
  });

  it('finds one listener more, a fifth connection, a timer that is left, a fault that never came', () => {
    const more = [...well.listeners, { process: 6, emitters: 2, targets: 1 }];
    assert.deepEqual(failing({ listeners: more }), ['listeners stay the same']);
    assert.deepEqual(failing({ mostSockets: 5 }), ['few connections at once']);
    assert.deepEqual(failing({ engine: { ...well.engine, mostSockets: 5 } }), ['few connections at once']);
    assert.deepEqual(failing({ left: ['timer'] }), ['nothing is left at the end']);
    const { busy: _never, ...outcomes } = well.outcomes;
    assert.deepEqual(failing({ outcomes }), ['everything that can happen was among it']);
  });

  it('takes the slope of most, not of the few that stand out', () => {
    assert.equal(slope([0, 3, 6, 900, 12, 15]), 3);
    assert.equal(slope([5]), 0);
  });

  it('over 200 completions comes to rest with few connections and nothing left', async () => {
    setFlagsFromString('--expose-gc');
    const gc: () => void = runInNewContext('gc');
    const told: number[] = [];
    const figures = await runSoak(200, gc, (done) => told.push(done));
    assert.deepEqual([figures.heap.length, told], [2, [100]]);
    assert.ok(Object.values(figures.outcomes).reduce((sum, count) => sum + count, 0) === 200);
    assert.ok(figures.engine.requests > 20, `${figures.engine.requests} requests`);
    const names = ['listeners stay the same', 'few connections at once', 'nothing is left at the end'];
    for (const check of checksOf(figures)) if (names.includes(check.name)) assert.ok(check.held, check.measured);
  }).timeout(60_000);
});
