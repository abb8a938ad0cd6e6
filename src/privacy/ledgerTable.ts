import type { Entry } from './ledgerEntries.ts';
import type { LedgerTier } from './ledgerLines.ts';
import { isFree } from './spending.ts';

/** An entry in one line, in codes and plain numbers: words and formats are the page's. What is not known is undefined. */
export interface Row {
  readonly key: string;
  readonly kind: Entry['kind'];
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly tier: LedgerTier | undefined;
  readonly destination: string;
  readonly model: string;
  /** How it was asked for: a gesture, or what the traffic was. */
  readonly asked: string;
  /** Requests that traffic is the sum of; entries that a deleted month had. */
  readonly count: number | undefined;
  readonly bytesOut: number | undefined;
  readonly bytesIn: number | undefined;
  readonly tokens: number | undefined;
  /** Whether `tokens` is our own estimate of what went out, because the provider counted none. */
  readonly tokensEstimated: boolean;
  readonly usd: number | undefined;
  readonly usdEstimated: boolean;
  readonly files: readonly string[];
  /** How it ended, or that it has not: `underWay`, `interrupted`; else what kind of entry it is. */
  readonly outcome: string;
}

/** Which entries are looked at. Empty texts mean all. */
export interface LedgerFilter {
  /** Words that must all be found somewhere in the entry, upper and lower case alike. */
  readonly text: string;
  readonly tier: LedgerTier | '';
  readonly month: string;
}

/** Ends of requests that are on record, but of which no byte left. */
const neverLeft: ReadonlySet<string> = new Set(['overBudget', 'badCertificate', 'wayChanged']);

/** An entry as a row. */
export function rowOf(entry: Entry): Row {
  const { key, kind, time } = entry;
  const plain: Row = {
    key,
    kind,
    time,
    tier: undefined,
    destination: '',
    model: '',
    asked: '',
    count: undefined,
    bytesOut: undefined,
    bytesIn: undefined,
    tokens: undefined,
    tokensEstimated: false,
    usd: undefined,
    usdEstimated: false,
    files: [],
    outcome: kind,
  };
  switch (entry.kind) {
    case 'request': {
      const { intent, outcome, state, tier } = entry;
      const counted = sum(outcome?.promptTokens, outcome?.answerTokens);
      return {
        ...plain,
        tier,
        destination: intent.destination,
        model: intent.model,
        asked: intent.gesture,
        bytesOut: outcome && neverLeft.has(outcome.ended) ? 0 : intent.bytesOut,
        bytesIn: outcome?.bytesIn,
        tokens: counted ?? intent.estimatedTokens,
        tokensEstimated: counted === undefined,
        usd: outcome?.costUsd ?? (outcome && isFree(outcome) ? undefined : intent.estimatedUsd),
        usdEstimated: outcome?.costUsd === undefined,
        files: intent.files.map(({ path }) => path),
        outcome: outcome?.ended ?? state,
      };
    }
    case 'traffic': {
      const { destination, model = '', what, requests, bytesOut, bytesIn, ended = 'counted' } = entry.traffic;
      return {
        ...plain,
        tier: entry.tier,
        destination,
        model,
        asked: what,
        count: requests,
        bytesOut,
        bytesIn,
        outcome: ended,
      };
    }
    case 'deleted':
      return { ...plain, count: entry.deleted.entries, destination: entry.deleted.month };
    case 'unreadable':
      return { ...plain, destination: `${entry.file}:${entry.line}` };
  }
}

/**
 * A test of which entries pass a filter.
 * @param words what the codes in the entries are called on the screen, so that what is read can also be looked for
 */
export function passing(filter: LedgerFilter, words: Readonly<Record<string, string>>): (entry: Entry) => boolean {
  const wanted = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (entry) => {
    if (filter.month !== '' && entry.month !== filter.month) return false;
    if (filter.tier !== '' && !('tier' in entry && entry.tier === filter.tier)) return false;
    if (wanted.length === 0) return true;
    const text = textOf(entry, words);
    return wanted.every((word) => text.includes(word));
  };
}

/** Everything about an entry that can be looked for, in lower case. */
function textOf(entry: Entry, words: Readonly<Record<string, string>>): string {
  const row = rowOf(entry);
  const codes = [row.tier ?? '', row.asked, row.outcome];
  const more =
    entry.kind === 'request'
      ? [entry.intent.provider, entry.intent.path, entry.intent.id, entry.intent.bodySha256]
      : entry.kind === 'unreadable'
        ? [entry.text]
        : [];
  const parts = [
    ...codes,
    ...codes.map((code) => words[code] ?? ''),
    row.destination,
    row.model,
    ...row.files,
    ...more,
  ];
  return parts.join('\n').toLowerCase();
}

/** What entries sum up to. */
export interface Sum {
  readonly requests: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** US dollars, as far as known. */
  readonly usd: number;
  /** Whether some of it is estimated. */
  readonly usdEstimated: boolean;
}

/** What left to each tier: today, this month, and in all. */
export type Totals = Readonly<
  Record<'cloud' | 'handedOver' | 'selfHosted', Readonly<Record<'today' | 'month' | 'all', Sum>>>
>;

const nothing: Sum = { requests: 0, bytesOut: 0, bytesIn: 0, usd: 0, usdEstimated: false };

/** Sums up all entries. @param now milliseconds since 1970; day and month are the user's own */
export function totalsOf(entries: readonly Entry[], now: number): Totals {
  const day = new Date(now).toDateString();
  const month = monthName(now);
  const of = (tier: LedgerTier) => {
    const mine = entries.filter((entry) => 'tier' in entry && entry.tier === tier);
    return {
      today: summed(mine.filter(({ time }) => new Date(time).toDateString() === day)),
      month: summed(mine.filter(({ time }) => monthName(time) === month)),
      all: summed(mine),
    };
  };
  return { cloud: of('cloud'), handedOver: of('handedOver'), selfHosted: of('selfHosted') };
}

const monthName = (time: number) => new Date(time).toDateString().replace(/^\w+ (\w+) \d+/, '$1');

function summed(entries: readonly Entry[]): Sum {
  const left = entries.map(rowOf).filter(({ outcome }) => !neverLeft.has(outcome));
  return left.reduce(
    (total, { count = 1, bytesOut = 0, bytesIn = 0, usd, usdEstimated }) => ({
      requests: total.requests + count,
      bytesOut: total.bytesOut + bytesOut,
      bytesIn: total.bytesIn + bytesIn,
      usd: total.usd + (usd ?? 0),
      usdEstimated: total.usdEstimated || (usd !== undefined && usdEstimated),
    }),
    nothing,
  );
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}
