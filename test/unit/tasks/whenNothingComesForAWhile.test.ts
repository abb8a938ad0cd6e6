import assert from 'node:assert/strict';
import { noticingStalls } from '../../../src/tasks/stall.ts';
import type { TierEvent } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, fakeTier, type Script } from '../tiers/fakeTier.ts';
import { allOf, patient, question, textOf } from '../tiers/requests.ts';

describe('when nothing comes for a while', () => {
  function watch(...script: Script) {
    const clock = virtualClock();
    const tier = fakeTier(script);
    const noticed: number[] = [];
    const start = clock.now();
    const events = tier.answer(question(), patient());
    const watched = noticingStalls(events, clock, 30_000, () => noticed.push(clock.now() - start));
    return { clock, tier, noticed, watched };
  }

  it('it is noticed after the time given, once, and the answer goes on', async () => {
    const gate = new Gate();
    const { clock, noticed, watched } = watch('a', gate, 'b', done);
    const all = allOf(watched);
    await gate.reached;
    await clock.advance(29_999);
    assert.deepEqual(noticed, []);
    await clock.advance(1);
    assert.deepEqual(noticed, [30_000]);
    await clock.advance(300_000);
    assert.deepEqual(noticed, [30_000]);
    gate.open();
    assert.equal(textOf(await all), 'ab');
  });

  it('each silence is noticed for itself, also the one before the first piece', async () => {
    const [first, second] = [new Gate(), new Gate()];
    const { clock, noticed, watched } = watch(first, 'a', second, 'b', done);
    const all = allOf(watched);
    await first.reached;
    await clock.advance(30_000);
    first.open();
    await second.reached;
    await clock.advance(30_000);
    second.open();
    await all;
    assert.deepEqual(noticed, [30_000, 60_000]);
  });

  it('a steady answer is passed on as it is, and no timer is left', async () => {
    const { clock, noticed, watched } = watch('a', 'b', done);
    const kinds = (await allOf(watched)).map((event: TierEvent) => event.kind);
    assert.deepEqual(kinds, ['piece', 'piece', 'done']);
    await clock.advance(100_000);
    assert.deepEqual([noticed, clock.waiting], [[], 0]);
  });

  it('a failure is passed on, and no timer is left', async () => {
    const { clock, noticed, watched } = watch('a', new RangeError('broken'));
    await assert.rejects(allOf(watched), RangeError);
    await clock.advance(100_000);
    assert.deepEqual([noticed, clock.waiting], [[], 0]);
  });

  it('leaving early ends the answer, and no timer is left', async () => {
    const { clock, tier, watched } = watch('a', 'b', done);
    for await (const _event of watched) break;
    assert.equal(tier.asked[0]?.over, true);
    assert.equal(clock.waiting, 0);
  });
});
