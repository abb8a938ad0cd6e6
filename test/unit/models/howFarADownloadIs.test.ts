import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PullMeter, type PullProgress } from '../../../src/models/pullMeter.ts';
import type { PullStep } from '../../../src/tiers/engine.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { recordedPull } from '../fakes/recordings.ts';

const of = (file: string, totalBytes: number, completedBytes: number): PullStep => ({
  status: `pulling ${file}`,
  file,
  totalBytes,
  completedBytes,
});

describe('how far a download is', () => {
  it('as a recorded real engine tells it', async () => {
    const clock = virtualClock();
    const meter = new PullMeter(clock);
    const all: PullProgress[] = [];
    for (const line of recordedPull().trimEnd().split('\n')) {
      const { status, digest, total, completed } = JSON.parse(line);
      all.push(
        meter.step({ status, ...(digest ? { file: digest, totalBytes: total, completedBytes: completed } : {}) }),
      );
      await clock.advance(100);
    }
    assert.equal(all[0]?.phase, 'starting');
    assert.equal(all.at(-1)?.phase, 'checking');
    const fetched = all.filter(({ phase }) => phase === 'downloading').at(-1);
    assert.equal(fetched?.totalBytes, 50_425_408);
    assert.ok((fetched?.bytesPerSecond ?? 0) > 15e6 && (fetched?.bytesPerSecond ?? 0) < 25e6);
  });

  it('speed and time left, of the last seconds', async () => {
    const clock = virtualClock();
    const meter = new PullMeter(clock);
    meter.step(of('a', 1000, 0));
    assert.equal(meter.step(of('a', 1000, 10)).bytesPerSecond, undefined, 'nothing is known at once');
    for (const done of [100, 200, 300]) {
      await clock.advance(1000);
      meter.step(of('a', 1000, done));
    }
    await clock.advance(1000);
    const { bytesPerSecond, secondsLeft } = meter.step(of('a', 1000, 400));
    assert.deepEqual([bytesPerSecond, secondsLeft], [100, 6]);
    await clock.advance(60_000);
    const stalled = meter.step(of('a', 1000, 400));
    assert.ok((stalled.bytesPerSecond ?? 0) < 10, 'a pause is no speed');
  });

  it('what is there from an earlier try is there, and was not fast', async () => {
    const clock = virtualClock();
    const meter = new PullMeter(clock);
    assert.equal(meter.step(of('a', 1000, 900)).doneBytes, 900);
    await clock.advance(1000);
    assert.equal(meter.step(of('a', 1000, 910)).bytesPerSecond, 10);
  });

  it('the whole of several files, as far as they are known', () => {
    const meter = new PullMeter(virtualClock(), 5000);
    assert.equal(meter.step({ status: 'pulling manifest' }).totalBytes, 5000);
    assert.equal(meter.step(of('a', 1000, 1000)).totalBytes, 5000);
    const { doneBytes, totalBytes } = meter.step(of('b', 6000, 3000));
    assert.deepEqual([doneBytes, totalBytes], [4000, 7000]);
    assert.equal(meter.step({ status: 'writing manifest' }).totalBytes, 7000);
  });

  it('never goes back, never passes the whole, whatever is said', () => {
    const step = fc.record({
      file: fc.constantFrom('a', 'b', 'c'),
      total: fc.nat(1e6),
      done: fc.nat(2e6),
      wait: fc.nat(3000),
    });
    fc.assert(
      fc.asyncProperty(fc.array(step), fc.nat(1e6), async (steps, expected) => {
        const clock = virtualClock();
        const meter = new PullMeter(clock, expected);
        let before = 0;
        for (const { file, total, done, wait } of steps) {
          const progress = meter.step(of(file, total, done));
          assert.ok(progress.doneBytes >= before && progress.doneBytes <= progress.totalBytes);
          assert.ok((progress.bytesPerSecond ?? 0) >= 0 && (progress.secondsLeft ?? 0) >= 0);
          before = progress.doneBytes;
          await clock.advance(wait);
        }
      }),
    );
  });
});
