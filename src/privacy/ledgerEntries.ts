import { ledgerFilesAmong } from './ledgerChecks.ts';
import { type LedgerTier, linesOf, type RecordOf, readRecord, type Traffic } from './ledgerLines.ts';

/** How a request stands: its outcome is on record, it may still be going on, or its process died meanwhile. */
export type RequestState = 'ended' | 'underWay' | 'interrupted';

/** An entry of the ledger, as people look at it: an intent together with its outcome, a day's traffic, a deleted month. */
export type Entry = {
  /** Different for all entries, and the same whenever the ledger is read. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The month whose deletion takes the entry away: `2026-11`; a tombstone has none. */
  readonly month: string | undefined;
  /** Where it stands; traffic that is summed stands in several places, of which this is the last. */
  readonly file: string;
  readonly line: number;
} & (
  | {
      readonly kind: 'request';
      readonly tier: LedgerTier;
      readonly intent: RecordOf<'intent'>;
      readonly outcome: RecordOf<'outcome'> | undefined;
      readonly state: RequestState;
    }
  | { readonly kind: 'traffic'; readonly tier: LedgerTier; readonly traffic: Traffic }
  | { readonly kind: 'deleted'; readonly deleted: RecordOf<'deleted'> }
  /** A line that holds no record: most likely a crash cut it short. */
  | { readonly kind: 'unreadable'; readonly text: string }
);

/** An entry of one kind. */
export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { readonly kind: Kind }>;

/** What tells a request that is under way from one that was interrupted. */
export interface Living {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** This process, and the writer it is. */
  readonly process: number;
  readonly writer: string;
  readonly isAlive: (process: number) => boolean;
}

/** No request lives longer than this, in milliseconds: the gate ends each attempt after ten minutes. */
const longestLifeMs = 15 * 60_000;

/**
 * All entries of the ledger, newest first.
 * @param texts the files' texts by name
 * @param living left out: nobody is
 */
export function entriesOf(texts: ReadonlyMap<string, string>, living?: Living): readonly Entry[] {
  const entries: Entry[] = [];
  const requests = new Map<string, EntryOf<'request'>>();
  const days = new Map<string, EntryOf<'traffic'>>();
  for (const file of ledgerFilesAmong(texts.keys())) {
    const month = /^\d{4}-\d{2}(?=-)/.exec(file)?.[0];
    let time = month === undefined ? 0 : Date.parse(`${month}-01`);
    for (const [index, text] of linesOf(texts.get(file) ?? '').entries()) {
      const record = readRecord(text);
      // A line without a time stands after the one before it.
      time = (record && Date.parse(record.time)) || time;
      const place = { key: `${file}:${index + 1}`, time, month, file, line: index + 1 };
      if (record === undefined) entries.push({ ...place, kind: 'unreadable', text });
      else if (record.kind === 'intent') {
        const { tier = 'cloud', id } = record;
        const state = stateOf(record, file, living);
        requests.set(id, { ...place, kind: 'request', tier, intent: record, outcome: undefined, state });
      } else if (record.kind === 'outcome') {
        // An outcome whose intent is gone was deleted with its month, or the chain says what happened.
        const request = requests.get(record.id);
        if (request) requests.set(record.id, { ...request, outcome: record, state: 'ended' });
      } else if (record.kind === 'traffic') {
        const { tier, what, destination, day } = record;
        const key = what === 'engine' ? `${tier} ${day} ${destination}` : place.key;
        days.set(key, added({ ...place, key, kind: 'traffic', tier, traffic: record }, days.get(key)));
      } else entries.push({ ...place, month: undefined, kind: 'deleted', deleted: record });
    }
  }
  return [...entries, ...requests.values(), ...days.values()].sort(newestFirst);
}

function stateOf({ process, time }: RecordOf<'intent'>, file: string, living: Living | undefined): RequestState {
  if (living === undefined) return 'interrupted';
  if (file.endsWith(`-${living.writer}.jsonl`)) return 'underWay';
  const isOld = !(living.now - Date.parse(time) < longestLifeMs);
  // A process of our number that is not we is one that died before.
  const isDead = process !== undefined && (process === living.process || !living.isAlive(process));
  return isOld || isDead ? 'interrupted' : 'underWay';
}

/** An entry together with what was counted before for the same day. */
function added(entry: EntryOf<'traffic'>, before: EntryOf<'traffic'> | undefined): EntryOf<'traffic'> {
  if (before === undefined) return entry;
  const latest = entry.time < before.time ? before : entry;
  const sum = (name: 'requests' | 'bytesOut' | 'bytesIn') => before.traffic[name] + entry.traffic[name];
  const counts = { requests: sum('requests'), bytesOut: sum('bytesOut'), bytesIn: sum('bytesIn') };
  return { ...latest, traffic: { ...latest.traffic, ...counts } };
}

function newestFirst(one: Entry, other: Entry): number {
  return other.time - one.time || (one.file === other.file ? other.line - one.line : other.file > one.file ? 1 : -1);
}
