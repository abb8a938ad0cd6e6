import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TierErrorReason } from '../../../src/tiers/tier.ts';
import { Gate } from '../../fakes/gate.ts';
import { EngineBehindABreaker, failing } from './engineBehindABreaker.ts';
import { done } from './fakeTier.ts';

/** What must be the case, worked out from the rules and without promises. */
interface Model {
  state: 'closed' | 'halfOpen' | 'broken' | 'misconfigured';
  reason: TierErrorReason;
  failures: number;
  doubled: number;
  lookAt: number;
  now: number;
  up: boolean;
  list: number;
  listWhenOpened: number;
  /** The list that the last answer gave. */
  known: number;
  asked: { requests: number; versions: number; looks: number };
}

type Real = EngineBehindABreaker;
type Step = fc.AsyncCommand<Model, Real>;

const pause = (model: Model) => {
  model.lookAt = model.now + Math.min(120_000, 5000 * 2 ** model.doubled);
  model.doubled++;
};

/** Comes to the breaker. @returns why it is refused */
function comes(model: Model): TierErrorReason | undefined {
  if (model.state === 'broken' && model.now >= model.lookAt) {
    model.asked.versions++;
    if (model.up) {
      model.state = 'halfOpen';
      return undefined;
    }
    model.reason = 'unreachable';
    pause(model);
  } else if (model.state === 'misconfigured' && model.now >= model.lookAt) {
    model.asked.looks++;
    const { reason } = model;
    if (model.up) model.known = model.list;
    if (model.up && model.list !== model.listWhenOpened) closes(model);
    else pause(model);
    return reason;
  }
  return model.state === 'broken' || model.state === 'misconfigured' ? model.reason : undefined;
}

function closes(model: Model): void {
  Object.assign(model, { state: 'closed', failures: 0, doubled: 0 });
}

function fails(model: Model, reason: TierErrorReason): void {
  if (reason === 'tooLong') return;
  if (['modelMissing', 'badRequest'].includes(reason)) {
    Object.assign(model, { state: 'misconfigured', reason, doubled: 0, listWhenOpened: model.known });
    pause(model);
  } else if (model.state === 'closed' && model.failures < 2) {
    model.failures++;
  } else {
    Object.assign(model, { state: 'broken', reason });
    pause(model);
  }
}

/** One step, after which no timer may be left and the engine was asked exactly as often as the rules say. */
const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  async run(model, real) {
    await run(model, real);
    await real.clock.advance(0);
    const { requests, versions, looks } = real;
    assert.deepEqual({ requests, versions, looks }, model.asked);
    assert.equal(real.clock.now(), model.now);
    assert.equal(real.clock.waiting, 0);
  },
  toString: () => name,
});

const completes = step('completes', async (model, real) => {
  const refused = comes(model);
  if (!refused) {
    model.asked.requests++;
    closes(model);
  }
  assert.equal(await real.fails(['a', done]), refused);
});

const breaks = (reason: TierErrorReason) =>
  step(`fails(${reason})`, async (model, real) => {
    const refused = comes(model);
    if (!refused) {
      model.asked.requests++;
      fails(model, reason);
    }
    assert.equal(await real.fails(failing(reason)), refused ?? reason);
  });

const sleeps = (milliseconds: number) =>
  step(`sleeps(${milliseconds})`, async (model, real) => {
    const refused = comes(model);
    const gate = new Gate();
    const asked = real.fails(['a', gate, done]);
    if (refused) {
      assert.equal(await asked, refused);
      return;
    }
    await gate.reached;
    real.clock.sleep(milliseconds);
    await real.clock.advance(5000);
    model.now += milliseconds + 5000;
    model.asked.requests++;
    if (milliseconds + 5000 > 10_000)
      Object.assign(model, { state: 'broken', reason: 'unreachable', lookAt: model.now });
    else closes(model);
    gate.open();
    assert.equal(await asked, undefined);
  });

const passes = (milliseconds: number) =>
  step(`passes(${milliseconds})`, async (model, real) => {
    await real.clock.advance(milliseconds);
    model.now += milliseconds;
  });

const switches = step('switches', async (model, real) => {
  model.up = !model.up;
  real.up = model.up;
});

const otherModels = (list: number) =>
  step(`otherModels(${list})`, async (model, real) => {
    model.list = list;
    real.list = String(list);
  });

const reset = step('reset', async (model, real) => {
  closes(model);
  real.breaker.reset();
});

const reasons: readonly TierErrorReason[] = ['unreachable', 'stalled', 'busy', 'modelMissing', 'badRequest', 'tooLong'];

describe('the breaker', () => {
  it('does as its rules say, whatever happens in whatever order, and leaves no timer', async () => {
    const steps = [
      fc.constant(completes),
      fc.constantFrom(...reasons).map(breaks),
      fc.constantFrom('unreachable' as const, 'timedOut' as const).map(breaks),
      fc.constantFrom(1000, 4000, 6000, 600_000).map(sleeps),
      fc.constantFrom(1, 4999, 5000, 10_000, 40_000, 120_000).map(passes),
      fc.constant(switches),
      fc.constantFrom(1, 2).map(otherModels),
      fc.constant(reset),
    ];
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { size: 'large', maxCommands: 60 }), async (commands) => {
        await fc.asyncModelRun(() => {
          const real = new EngineBehindABreaker();
          real.list = '0';
          const model: Model = {
            state: 'closed',
            reason: 'engineFailed',
            failures: 0,
            doubled: 0,
            lookAt: 0,
            now: real.clock.now(),
            up: true,
            list: 0,
            listWhenOpened: -1,
            known: -1,
            asked: { requests: 0, versions: 0, looks: 0 },
          };
          return { model, real };
        }, commands);
      }),
      { numRuns: 300 },
    );
  });
});
