import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Pace } from '../../../src/completion/pace.ts';
import { virtualClock } from '../../fakes/clock.ts';

/** The pace of someone who pressed keys with these pauses between them. */
async function paceOf(intervals: readonly number[], answersMs: readonly number[] = []) {
  const clock = virtualClock();
  const pace = new Pace(clock);
  pace.key();
  for (const interval of intervals) {
    await clock.advance(interval);
    pace.key();
  }
  for (const ms of answersMs) pace.answered(ms);
  return pace;
}

/** An engine that always answers in this time. */
const always = (ms: number) => Array.from({ length: 30 }, () => ms);
const steady = (ms: number, count = 10) => Array.from({ length: count }, () => ms);

describe('how long to wait before a request', () => {
  it('not at all until it is known how fast somebody types', async () => {
    assert.equal((await paceOf([], always(5000))).waitMs(), 0);
    assert.equal((await paceOf(steady(160, 4), always(5000))).waitMs(), 0);
    assert.ok((await paceOf(steady(160, 5), always(5000))).waitMs() > 0);
  });

  it('not at all where the engine answers between two keys', async () => {
    assert.equal((await paceOf(steady(160), always(100))).waitMs(), 0);
    assert.ok((await paceOf(steady(160), always(130))).waitMs() > 0);
    const rejected = await paceOf(steady(160), always(100));
    for (let count = 0; count < 20; count++) rejected.rejected();
    assert.equal(rejected.waitMs(), 0);
  });

  it('longer for somebody who types slowly, whose next key is further away', async () => {
    const waits = await Promise.all(
      [80, 160, 300].map(async (ms) => (await paceOf(steady(ms), always(2000))).waitMs()),
    );
    assert.deepEqual(
      waits,
      [...waits].sort((a, b) => a - b),
    );
    assert.equal(new Set(waits).size, 3);
  });

  it('longer after suggestions that were typed over, and no longer after one that was taken', async () => {
    const pace = await paceOf(steady(160), always(2000));
    const usual = pace.waitMs();
    const waits = Array.from({ length: 8 }, () => {
      pace.rejected();
      return pace.waitMs();
    });
    assert.deepEqual(waits.slice(0, 2), [usual, usual], 'two may be chance');
    assert.ok(
      waits.slice(2, 6).every((wait, index) => wait > (waits[index + 1] ?? 0)),
      String(waits),
    );
    assert.equal(waits[7], waits[6], 'but not ever longer');
    assert.equal(pace.rejectedInARow, 8);
    pace.accepted();
    assert.equal(pace.waitMs(), usual);
  });

  it('pauses say nothing about typing, nor do keys at the same moment', async () => {
    const plain = (await paceOf(steady(160), always(2000))).waitMs();
    const pauses = [...steady(160, 5), 1000, 30_000, ...steady(160, 3), 2000, 4000, 5000, 6000, 7000, ...steady(0, 12)];
    assert.equal((await paceOf(pauses, always(2000))).waitMs(), plain);
    assert.equal((await paceOf(steady(5000), always(2000))).waitMs(), 0);
  });

  it('the last twenty keys count', async () => {
    const slower = await paceOf([...steady(80, 50), ...steady(300, 12)], always(2000));
    assert.equal(slower.waitMs(), (await paceOf(steady(300), always(2000))).waitMs());
  });

  it('one slow answer does not make an engine slow, several do', async () => {
    assert.equal((await paceOf(steady(200), [...always(40), 300])).waitMs(), 0);
    assert.ok((await paceOf(steady(200), [...always(40), 300, 300, 300])).waitMs() > 0);
  });

  it('never more than 120 ms', async () => {
    const interval = fc.integer({ min: 1, max: 999 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(interval, { maxLength: 12 }),
        fc.nat(20_000),
        fc.nat(12),
        async (all, answerMs, over) => {
          const pace = await paceOf(all, always(answerMs));
          for (let count = 0; count < over; count++) pace.rejected();
          assert.ok(pace.waitMs() >= 0 && pace.waitMs() <= 120);
        },
      ),
      { numRuns: 50 },
    );
    const slowest = await paceOf(steady(990), always(20_000));
    for (let count = 0; count < 20; count++) slowest.rejected();
    assert.equal(slowest.waitMs(), 120);
  });
});
