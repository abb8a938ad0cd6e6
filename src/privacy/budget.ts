import type { Clock } from '../base/clock.ts';
import { TierError } from '../tiers/tier.ts';
import type { Draft } from './draft.ts';
import { type Ledger, monthOf } from './ledger.ts';
import { type Spending, spendingOf } from './spending.ts';

/** A budget and what is gone of it. */
export interface Purse {
  /** US dollars. */
  readonly monthlyUsd: number;
  readonly spending: Spending;
}

/** What the user wants to spend on the cloud in a month, held against the ledger of all windows. */
export interface Budget {
  /** US dollars; undefined when the user set no budget. */
  readonly monthlyUsd: number | undefined;
  /** @throws {TierError} `notRecorded` when the ledger cannot be read */
  spending(): Promise<Spending>;
  /**
   * Whether a request fits, whatever its answer's length: what was spent, and the most that it can cost, do not pass the budget.
   * One without a known price cannot be counted, which the send sheet says, and fits.
   * @param isRecorded whether its intent is in the ledger already
   * @throws {TierError} `notRecorded` when there is a budget and the ledger cannot be read
   */
  fits(draft: Draft, isRecorded: boolean): Promise<boolean>;
}

/** @param monthlyUsd asked at each request */
export function openBudget(ledger: Ledger, clock: Pick<Clock, 'now'>, monthlyUsd: () => number | undefined): Budget {
  async function spending(): Promise<Spending> {
    try {
      const now = new Date(clock.now());
      // The user's own month, in UTC: it may begin a month before.
      const since = monthOf(new Date(now.getFullYear(), now.getMonth(), 1).toISOString());
      return spendingOf(await ledger.records(since), now.getTime());
    } catch (cause) {
      throw new TierError('notRecorded', 'the ledger could not be read', { cause });
    }
  }
  return {
    get monthlyUsd() {
      return monthlyUsd();
    },
    spending,
    async fits({ estimatedCost }, isRecorded) {
      const most = monthlyUsd();
      if (most === undefined || estimatedCost === undefined) return true;
      const { month } = await spending();
      return month.atMostUsd + (isRecorded ? 0 : estimatedCost.atMostUsd) <= most;
    },
  };
}
