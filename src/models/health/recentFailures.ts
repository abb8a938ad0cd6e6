import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { isOutside } from '../../tiers/tier.ts';
import type { Failure } from './finding.ts';

/** How many are kept. */
const kept = 5;

/** The latest failures, newest first, each reason once: an engine that is off fails at every key. Of this window, in memory only. */
export class RecentFailures implements Disposable {
  readonly #listening: Disposable;
  #latest: readonly Failure[] = [];

  constructor(board: StatusBoard, clock: Clock) {
    let seen = board.status.failing;
    this.#listening = board.onChange(() => {
      const { failing } = board.status;
      // That there is no model is no failure of a request, and is said elsewhere.
      if (failing && failing !== seen && failing.reason !== 'noModel') {
        const { work, reason, detail, host } = failing;
        const failure = { at: clock.now(), work, reason, detail, isOutside: isOutside(failing.tier) };
        const others = this.#latest.filter(
          (each) => each.reason !== reason || each.work !== work || each.host !== host,
        );
        this.#latest = [host === undefined ? failure : { ...failure, host }, ...others].slice(0, kept);
      }
      seen = failing;
    });
  }

  get latest(): readonly Failure[] {
    return this.#latest;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
