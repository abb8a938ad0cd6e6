import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { EventClock } from '../../bench/physics/eventClock.ts';

describe('Virtual time of the benchmark', () => {
  it('ends waits by when they are due, and those due together in the order in which they began', async () => {
    const clock = new EventClock(0);
    const ended: string[] = [];
    const wait = async (name: string, milliseconds: number) => {
      await clock.wait(milliseconds);
      ended.push(`${name} ${clock.now()}`);
    };
    const all = ['late', 'first', 'second', 'early'].map((name, index) => wait(name, [9, 5, 5, 1][index] ?? 0));
    await clock.runUntil(Promise.all(all));
    assert.deepEqual(ended, ['early 1', 'first 5', 'second 5', 'late 9']);
  });

  it('lets everything that follows from one wait run before the next', async () => {
    const clock = new EventClock(0);
    const seen: string[] = [];
    const chain = async () => {
      await clock.wait(1);
      for (let step = 0; step < 50; step++) await Promise.resolve();
      seen.push('chain');
    };
    const first = chain();
    const other = clock.wait(1).then(() => seen.push('other'));
    await clock.runUntil(Promise.all([first, other]));
    assert.deepEqual(seen, ['chain', 'other']);
  });

  it('keeps many waits in order, also when some are aborted', async () => {
    const clock = new EventClock(0);
    const times: number[] = [];
    const ended = new AbortController();
    setMaxListeners(0, ended.signal); // 167 waits listen to it, on purpose
    const waits = Array.from({ length: 500 }, (_, index) => {
      const due = (index * 7919) % 1000;
      const signal = index % 3 === 0 ? ended.signal : undefined;
      return clock.wait(due, signal).then(() => times.push(clock.now()));
    });
    ended.abort();
    await clock.runUntil(Promise.all(waits));
    assert.equal(times.length, 500);
    assert.deepEqual(
      times,
      [...times].sort((one, other) => one - other),
    );
    assert.equal(times.filter((time) => time === 0).length >= 167, true, 'aborted waits end at once');
  });

  it('says when nothing is left to wait for', async () => {
    const never = new Promise<void>(() => {});
    await assert.rejects(new EventClock().runUntil(never), /never comes/);
  });
});
