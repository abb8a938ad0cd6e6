import assert from 'node:assert/strict';
import { Snooze } from '../../../src/completion/snooze.ts';
import { virtualClock } from '../../fakes/clock.ts';

const minute = 60_000;

describe('completions that stay away for a while', () => {
  const start = () => {
    const clock = virtualClock();
    const snooze = new Snooze(clock);
    const seen: unknown[] = [];
    const listening = snooze.onChange(() => seen.push(snooze.until));
    return { clock, snooze, seen, listening };
  };

  it('come back after these minutes, and say so', async () => {
    const { clock, snooze, seen } = start();
    assert.equal(snooze.until, undefined);
    const until = clock.now() + 5 * minute;
    snooze.begin(5);
    await clock.advance(5 * minute - 1);
    assert.deepEqual([snooze.until, seen], [until, [until]]);
    await clock.advance(1);
    assert.deepEqual([snooze.until, seen], [undefined, [until, undefined]]);
    assert.equal(clock.waiting, 0);
  });

  it('come back on time though the machine slept and no timer ran', () => {
    let now = 0;
    const snooze = new Snooze({ now: () => now, wait: () => new Promise(() => {}) });
    snooze.begin(15);
    now = 15 * minute - 1;
    assert.equal(snooze.until, 15 * minute);
    now = 15 * minute;
    assert.equal(snooze.until, undefined);
  });

  it('stay away until a restart', async () => {
    const { clock, snooze } = start();
    snooze.begin();
    await clock.advance(1_000_000 * minute);
    assert.equal(snooze.until, 'restart');
    assert.equal(clock.waiting, 0);
  });

  it('follow the last that was said, not the first', async () => {
    const { clock, snooze } = start();
    snooze.begin(5);
    await clock.advance(minute);
    snooze.begin(60);
    await clock.advance(59 * minute);
    assert.notEqual(snooze.until, undefined);
    await clock.advance(minute);
    assert.equal(snooze.until, undefined);
    snooze.begin(5);
    snooze.begin();
    await clock.advance(5 * minute);
    assert.equal(snooze.until, 'restart');
  });

  it('come back at once when told to', async () => {
    const { clock, snooze, seen } = start();
    snooze.begin(60);
    snooze.end();
    await clock.advance(0);
    assert.deepEqual([snooze.until, seen.at(-1), clock.waiting], [undefined, undefined, 0]);
    await clock.advance(60 * minute);
    assert.equal(seen.length, 2);
  });

  it('leave no timer and tell nobody after dispose', async () => {
    const { clock, snooze, seen, listening } = start();
    snooze.begin(5);
    listening.dispose();
    snooze.begin(15);
    assert.equal(seen.length, 1);
    snooze.dispose();
    await clock.advance(0);
    assert.equal(clock.waiting, 0);
  });
});
