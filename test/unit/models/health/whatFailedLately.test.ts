import assert from 'node:assert/strict';
import { RecentFailures } from '../../../../src/models/health/recentFailures.ts';
import { StatusBoard } from '../../../../src/tiers/status.ts';
import { TierError } from '../../../../src/tiers/tier.ts';
import { virtualClock } from '../../../fakes/clock.ts';

describe('what failed lately', () => {
  it('keeps the latest failures, each reason once, until the window closes', async () => {
    const clock = virtualClock(0);
    const board = new StatusBoard(clock);
    const failures = new RecentFailures(board, clock);
    assert.equal(failures.latest.length, 0);
    board.failed('completion', 'local', new TierError('unreachable', 'a'), 'h:1');
    await clock.advance(1000);
    board.failed('completion', 'local', new TierError('timedOut', 'b'), 'h:1');
    // A change of something else is no further failure.
    board.loading('coder');
    await clock.advance(1000);
    board.failed('completion', 'local', new TierError('unreachable', 'c'), 'h:1');
    assert.deepEqual(failures.latest, [
      { at: 2000, work: 'completion', reason: 'unreachable', detail: 'c', host: 'h:1', isOutside: false },
      { at: 1000, work: 'completion', reason: 'timedOut', detail: 'b', host: 'h:1', isOutside: false },
    ]);
    board.failed('task', 'cloud', new TierError('keyRejected', 'd'));
    assert.equal(failures.latest[0]?.isOutside, true);
    const reasons = ['busy', 'stalled', 'cutShort', 'engineFailed', 'outOfMemory'] as const;
    for (const reason of reasons) board.failed('task', 'local', new TierError(reason, ''), 'h:1');
    assert.deepEqual(
      failures.latest.map(({ reason }) => reason),
      [...reasons].reverse(),
    );
    failures.dispose();
    board.failed('task', 'local', new TierError('tooLong', ''), 'h:1');
    assert.equal(failures.latest.length, 5);
    assert.equal(failures.latest[0]?.reason, 'outOfMemory');
  });
});
