import type { LedgerRecord, RecordOf } from './ledgerLines.ts';

/** What was spent on the cloud in some time, in US dollars, as far as it is known. */
export interface Spent {
  /** By the providers' own counts, and by estimate where they gave none. */
  readonly usd: number;
  /** The same, with the most that any of the estimated ones can have cost. */
  readonly atMostUsd: number;
  /** Requests whose price nobody knows. They are in none of the sums. */
  readonly unknown: number;
}

/** What was spent today and this month, by the user's own calendar. */
export interface Spending {
  readonly today: Spent;
  readonly month: Spent;
}

/** Ends of requests for which no provider charges: nothing was sent, or the provider refused to do the work. */
const free = new Set([
  'retried',
  'cloudOff',
  'overBudget',
  'wayChanged',
  'notApproved',
  'notRecorded',
  'keyRejected',
  'noCredit',
  'rateLimited',
  'overloaded',
  'redirected',
  'badCertificate',
  'unreachable',
  'notTheEngine',
  'modelMissing',
  'badRequest',
  'tooLong',
  'notAllowed',
]);

/** Whether no provider charges for a request that ended like this. */
export const isFree = ({ ended }: Pick<RecordOf<'outcome'>, 'ended'>) => free.has(ended);

const nothing: Spent = { usd: 0, atMostUsd: 0, unknown: 0 };

/**
 * What was spent, by the ledger. A request that is under way, was cancelled or broke off may have been charged for: it counts
 * with its estimate.
 * @param now ms
 */
export function spendingOf(records: readonly LedgerRecord[], now: number): Spending {
  const outcomes = new Map(records.flatMap((each) => (each.kind === 'outcome' ? [[each.id, each]] : [])));
  const [day, month] = [dayOf(now), monthOf(now)];
  let spending: Spending = { today: nothing, month: nothing };
  for (const record of records) {
    if (record.kind !== 'intent') continue;
    const time = Date.parse(record.time);
    if (monthOf(time) !== month) continue;
    const cost = costOf(record, outcomes.get(record.id));
    spending = {
      today: dayOf(time) === day ? plus(spending.today, cost) : spending.today,
      month: plus(spending.month, cost),
    };
  }
  return spending;
}

function costOf(intent: RecordOf<'intent'>, outcome: RecordOf<'outcome'> | undefined): Spent {
  if (outcome?.costUsd !== undefined) return { usd: outcome.costUsd, atMostUsd: outcome.costUsd, unknown: 0 };
  if (outcome !== undefined && isFree(outcome)) return nothing;
  const { estimatedUsd } = intent;
  if (estimatedUsd === undefined) return { ...nothing, unknown: 1 };
  const { atMostUsd = estimatedUsd } = intent;
  return { usd: estimatedUsd, atMostUsd, unknown: 0 };
}

const plus = (one: Spent, other: Spent): Spent => ({
  usd: one.usd + other.usd,
  atMostUsd: one.atMostUsd + other.atMostUsd,
  unknown: one.unknown + other.unknown,
});

const dayOf = (time: number) => new Date(time).toDateString();
const monthOf = (time: number) => `${new Date(time).getFullYear()}-${new Date(time).getMonth()}`;
