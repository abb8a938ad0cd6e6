import assert from 'node:assert/strict';
import { retryingOnce } from '../../../src/tiers/retry.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { startFakeOllama } from '../../fakes/fakeOllama.ts';
import { busy } from '../../fakes/ollamaFaults.ts';
import { done, fakeTier, type Script } from './fakeTier.ts';
import { allOf, ollamaAt, patient, question, reasonOf, textOf, until } from './requests.ts';

const failing = (reason: TierErrorReason): Script => [new TierError(reason, 'as told')];

/** Asks through `retryingOnce`, and lets its pause run out. */
async function ask(...scripts: Script[]) {
  const clock = virtualClock();
  const tier = fakeTier(...scripts);
  const asked = allOf(retryingOnce(tier, clock).answer(question(), patient()));
  const came = reasonOf(asked);
  await clock.advance(60_000);
  return { came: await came, times: tier.asked.length, waiting: clock.waiting };
}

describe('a task is asked once more', () => {
  for (const reason of ['unreachable', 'busy'] as const) {
    it(`when the engine was ${reason}`, async () => {
      const { came, times } = await ask(failing(reason), ['a', done]);
      assert.deepEqual(came, { cameInstead: [{ kind: 'piece', text: 'a' }, done] });
      assert.equal(times, 2);
    });

    it(`but not twice more when it stays ${reason}`, async () => {
      assert.deepEqual(await ask(failing(reason), failing(reason), ['a', done]), {
        came: reason,
        times: 2,
        waiting: 0,
      });
    });
  }

  for (const reason of ['outOfMemory', 'modelMissing', 'timedOut', 'cutShort', 'remoteModel', 'notAllowed'] as const) {
    it(`but not after ${reason}`, async () => {
      assert.deepEqual(await ask(failing(reason), ['a', done]), { came: reason, times: 1, waiting: 0 });
    });
  }

  it('but not when it had begun to speak', async () => {
    const begun = await ask(['a', new TierError('unreachable', 'gone')], ['b', done]);
    assert.deepEqual([begun.came, begun.times], ['unreachable', 1]);
  });

  it('but not after a fault of our own', async () => {
    const tier = fakeTier([new RangeError('ours')]);
    await assert.rejects(allOf(retryingOnce(tier, virtualClock()).answer(question(), patient())), RangeError);
    assert.equal(tier.asked.length, 1);
  });

  it('but not when the user has left meanwhile', async () => {
    const clock = virtualClock();
    const tier = fakeTier(failing('busy'), ['a', done]);
    const leaving = new AbortController();
    const asked = allOf(retryingOnce(tier, clock).answer(question(), leaving.signal));
    await until(() => clock.waiting === 1);
    leaving.abort();
    assert.deepEqual(await asked, []);
    assert.equal(tier.asked.length, 1);
  });

  it('not at once, but after a pause', async () => {
    const clock = virtualClock();
    const tier = fakeTier(failing('busy'), ['a', done]);
    const asked = allOf(retryingOnce(tier, clock).answer(question(), patient()));
    await clock.advance(399);
    assert.equal(tier.asked.length, 1);
    await clock.advance(1);
    assert.equal(tier.asked.length, 2);
    await asked;
  });

  it('and a full engine answers the second time', async () => {
    const fake = await startFakeOllama();
    try {
      const clock = virtualClock();
      fake.enqueue(busy());
      const asked = allOf(retryingOnce(ollamaAt(fake.url), clock).answer(question(), patient()));
      await until(() => clock.waiting === 1);
      await clock.advance(400);
      assert.equal(textOf(await asked), ' this is a fake answer');
      assert.equal(fake.requests.length, 2);
    } finally {
      await fake.stop();
    }
  });
});
