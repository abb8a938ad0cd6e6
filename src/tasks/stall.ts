import type { Clock } from '../base/clock.ts';
import type { TierEvent } from '../tiers/tier.ts';

/**
 * The events as they are; calls `onStall` each time that nothing more has come for `afterMs`. Whether to go on waiting is the
 * user's choice, so nothing is ended here.
 */
export async function* noticingStalls(
  events: AsyncIterable<TierEvent>,
  clock: Clock,
  afterMs: number,
  onStall: () => void,
): AsyncGenerator<TierEvent> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const came = new AbortController();
      void clock.wait(afterMs, came.signal).then(() => {
        if (!came.signal.aborted) onStall();
      });
      const next = await iterator.next().finally(() => came.abort());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
