import assert from 'node:assert/strict';
import { virtualClock } from '../../fakes/clock.ts';

describe('the virtual clock', () => {
  it('lets waits run out in order of time, with what follows from them', async () => {
    const clock = virtualClock(0);
    const seen: string[] = [];
    void clock.wait(30).then(() => seen.push(`late at ${clock.now()}`));
    void clock.wait(10).then(async () => {
      seen.push(`early at ${clock.now()}`);
      await clock.wait(10);
      seen.push(`again at ${clock.now()}`);
    });
    await clock.advance(25);
    assert.deepEqual(seen, ['early at 10', 'again at 20']);
    assert.equal(clock.now(), 25);
    assert.equal(clock.waiting, 1);
    await clock.advance(5);
    assert.deepEqual(seen.at(-1), 'late at 30');
    assert.equal(clock.waiting, 0);
  });

  it('ends a wait at once when its signal aborts, without rejecting', async () => {
    const clock = virtualClock();
    const abort = new AbortController();
    const wait = clock.wait(1000, abort.signal);
    abort.abort();
    await wait;
    await clock.wait(1000, abort.signal);
    assert.equal(clock.waiting, 0);
  });
});
