import { l10n } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { withProgress } from '../withProgress.ts';

/**
 * Runs something that may take minutes, shown with how long it has taken and a way to cancel it, which is no error.
 * @param ended ends it, too
 */
export function withSeconds(
  title: string,
  clock: Clock,
  ended: AbortSignal,
  run: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  return withProgress(title, async (cancelled, report) => {
    const over = new AbortController();
    try {
      void countSeconds(clock, report, AbortSignal.any([cancelled, ended, over.signal]));
      await run(AbortSignal.any([cancelled, ended]));
    } catch (error) {
      if (!cancelled.aborted) throw error;
    } finally {
      over.abort();
    }
  });
}

/** Says each second for how long it has been going on. */
async function countSeconds(clock: Clock, report: (text: string) => void, over: AbortSignal): Promise<void> {
  const began = clock.now();
  for (; ; report(l10n.t('{0} s', Math.round((clock.now() - began) / 1000)))) {
    await clock.wait(1000, over);
    if (over.aborted) return;
  }
}
