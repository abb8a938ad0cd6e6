import assert from 'node:assert/strict';
import { SetupTime } from '../../../../src/models/setUp/setupTime.ts';
import { virtualClock } from '../../../fakes/clock.ts';

const inMemory = (kept?: unknown) => ({
  kept,
  read() {
    return this.kept;
  },
  write(times: unknown) {
    this.kept = times;
  },
});

describe('the time of the setup', () => {
  it('goes from the first start to the first answer, and is told once', async () => {
    const clock = virtualClock(1000);
    const store = inMemory();
    const time = new SetupTime(clock, store);
    assert.equal(time.answered(), undefined, 'an answer before the start tells nothing');
    time.started();
    await clock.advance(60_000);
    // Another window, or the next day: the first start counts.
    const another = new SetupTime(clock, store);
    another.started();
    assert.equal(another.milliseconds, undefined);
    assert.equal(another.answered(), 60_000);
    await clock.advance(5000);
    assert.equal(time.answered(), undefined);
    assert.equal(time.milliseconds, 60_000);
    assert.deepEqual(store.kept, { installedAt: 1000, firstAnswerAt: 61_000 });
  });

  for (const kept of [null, 'yes', { installedAt: '1000' }, []]) {
    it(`begins anew where ${JSON.stringify(kept)} was kept`, () => {
      const store = inMemory(kept);
      const time = new SetupTime(virtualClock(7), store);
      assert.equal(time.milliseconds, undefined);
      time.started();
      assert.deepEqual(store.kept, { installedAt: 7 });
    });
  }

  it('is never less than nothing, whatever the clock was set to', async () => {
    const store = inMemory({ installedAt: 5000 });
    assert.equal(new SetupTime(virtualClock(1000), store).answered(), 0);
  });
});
