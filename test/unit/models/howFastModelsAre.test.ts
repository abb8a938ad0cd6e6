import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SpeedRecords } from '../../../src/models/speeds.ts';
import { StatusBoard } from '../../../src/tiers/status.ts';
import { virtualClock } from '../../fakes/clock.ts';

const coder = { host: 'here:1', model: 'coder' };

function start(kept: { value?: unknown; writes: number } = { writes: 0 }) {
  const clock = virtualClock();
  const speeds = new SpeedRecords(clock, {
    read: () => kept.value,
    write: (all) => {
      kept.value = structuredClone(all);
      kept.writes++;
    },
  });
  return { clock, speeds, kept };
}

describe('how fast models are here', () => {
  it('is what the engine says of whole answers', () => {
    const { speeds } = start();
    assert.equal(speeds.of('here:1', 'coder'), undefined);
    speeds.answered(coder, { totalMs: 9, promptTokens: 1000, promptMs: 2000, answerTokens: 50, answerMs: 1000 });
    assert.deepEqual(speeds.of('here:1', 'coder'), { readTokensPerSecond: 500, writeTokensPerSecond: 50 });
    assert.equal(speeds.of('there:1', 'coder'), undefined, 'another engine is another machine');
    assert.equal(speeds.of('here:1', 'other'), undefined);
  });

  it('says nothing by a few tokens, nor by an answer without figures', () => {
    const { speeds } = start();
    speeds.answered(coder, { totalMs: 9 });
    speeds.answered(coder, { totalMs: 9, promptTokens: 20, promptMs: 1, answerTokens: 3, answerMs: 1 });
    assert.equal(speeds.of('here:1', 'coder'), undefined);
  });

  it('takes new figures in slowly, but for a prompt that was read more slowly: the others were in memory', () => {
    const { speeds } = start();
    const answered = (promptMs: number, answerMs: number) =>
      speeds.answered(coder, { totalMs: 9, promptTokens: 1000, promptMs, answerTokens: 10, answerMs });
    answered(10, 100);
    answered(1000, 1000);
    assert.deepEqual(speeds.of('here:1', 'coder'), { readTokensPerSecond: 1000, writeTokensPerSecond: 73 });
    answered(10, 1000);
    assert.equal(speeds.of('here:1', 'coder')?.readTokensPerSecond, 30_700);
  });

  it('is found by a name without its tag, too', () => {
    const { speeds } = start();
    speeds.answered({ host: 'here:1', model: 'coder:latest' }, { totalMs: 1, answerTokens: 10, answerMs: 100 });
    assert.deepEqual(speeds.of('here:1', 'coder'), { writeTokensPerSecond: 100 });
  });

  it('is heard of from the status board, once each, and not of the cloud', () => {
    const { clock, speeds, kept } = start();
    const board = new StatusBoard(clock);
    const following = speeds.follow(board);
    const measured = { totalMs: 1, answerTokens: 10, answerMs: 100 };
    const provenance = { tier: 'local', engine: 'Ollama', host: 'here:1', model: 'coder' } as const;
    board.answered('task', provenance, measured);
    board.loading('coder');
    assert.deepEqual(speeds.of('here:1', 'coder'), { writeTokensPerSecond: 100 });
    assert.equal(kept.writes, 1);
    board.answered('task', { ...provenance, tier: 'cloud', model: 'big' }, measured);
    assert.equal(speeds.of('here:1', 'big'), undefined);
    following.dispose();
    board.answered('task', { ...provenance, model: 'late' }, measured);
    assert.equal(speeds.of('here:1', 'late'), undefined);
  });

  it('is kept over windows, written seldom, and at the end', async () => {
    const { clock, speeds, kept } = start();
    const measured = { totalMs: 1, answerTokens: 10, answerMs: 100 };
    speeds.answered(coder, measured);
    speeds.answered({ ...coder, model: 'a' }, measured);
    assert.equal(kept.writes, 1);
    await clock.advance(30_000);
    speeds.answered({ ...coder, model: 'b' }, measured);
    assert.equal(kept.writes, 2);
    const other = start(kept);
    other.speeds.answered({ ...coder, model: 'c' }, measured);
    speeds.dispose();
    for (const model of ['coder', 'a', 'b', 'c']) assert.ok(start(kept).speeds.of('here:1', model), model);
  });

  it('whatever was kept, it is read as far as it makes sense, and never grows without end', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { speeds } = start({ value, writes: 0 });
        speeds.answered(coder, { totalMs: 1, answerTokens: 10, answerMs: 100 });
        assert.deepEqual(speeds.of('here:1', 'coder'), { writeTokensPerSecond: 100 });
      }),
    );
    const kept = { value: undefined as unknown, writes: 0 };
    const { speeds } = start(kept);
    for (let each = 0; each < 300; each++) {
      speeds.answered({ ...coder, model: `m${each}` }, { totalMs: 1, answerTokens: 10, answerMs: 100 });
    }
    speeds.dispose();
    const names = Object.keys(kept.value as object);
    assert.equal(names.length, 100);
    assert.ok(names.includes('here:1 m299'));
  });
});
