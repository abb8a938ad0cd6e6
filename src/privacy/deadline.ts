import type { Clock } from '../base/clock.ts';

/**
 * Waits for `work`, but no longer than `milliseconds`; then `whenLate` decides: what it throws is thrown. The timer ends with
 * the work.
 */
export async function withDeadline<T>(
  clock: Clock,
  milliseconds: number,
  work: Promise<T>,
  whenLate: () => Error,
): Promise<T> {
  const finished = new AbortController();
  const late = clock.wait(milliseconds, finished.signal).then((): Promise<never> => {
    return finished.signal.aborted ? new Promise(() => {}) : Promise.reject(whenLate());
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    finished.abort();
  }
}
