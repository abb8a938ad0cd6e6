import type { Clock } from '../base/clock.ts';
import { type LedgerFiles, openChain } from './ledgerChain.ts';
import { ledgerFilesAmong } from './ledgerChecks.ts';
import { type Intent, type LedgerRecord, type Outcome, recordsOf, type Traffic } from './ledgerLines.ts';

/** An intent on record, waiting for its outcome. */
export interface LedgerEntry {
  /** Records how it ended. Only the first call counts. @throws when the record cannot be written */
  end(outcome: Outcome): Promise<void>;
}

/** The append-only record of everything that left. */
export interface Ledger {
  /**
   * Records what is about to leave. Nothing may be sent before this has resolved.
   * @param body what leaves, where the user wants it kept beside the record
   * @throws when it cannot be written
   */
  begin(intent: Intent, body?: string): Promise<LedgerEntry>;
  /** Records traffic by its amount alone. @throws when it cannot be written */
  note(traffic: Traffic): Promise<void>;
  /**
   * The records of all writers, file by file.
   * @param since the first month that is read, such as `2026-11`; left out: all
   */
  records(since?: string): Promise<readonly LedgerRecord[]>;
  /** Calls `listener` after each record of this window's, with its kind. */
  onChange(listener: (kind: LedgerRecord['kind']) => void): { dispose(): void };
}

/** What the ledger needs of the world. */
export interface LedgerParts {
  readonly files: LedgerFiles;
  readonly clock: Pick<Clock, 'now'>;
  /** A new id at each call, different in all windows. */
  readonly newId: () => string;
  /** Names this window among all that write at the same time: each has its own file, and so its own chain. */
  readonly writer: string;
  /** The id of this process. */
  readonly process: number;
}

/** Where the bodies of a month are kept. */
export const bodiesOf = (month: string) => `${month}.bodies`;

/** The month that a time belongs to, in UTC: `2026-11`. */
export const monthOf = (time: string) => time.slice(0, 7);

/** Opens the ledger. Files are named `2026-11-writer.jsonl`, by the month in UTC; an outcome stands where its intent does. */
export function openLedger({ files, clock, newId, writer, process }: LedgerParts): Ledger {
  const append = openChain(files);
  const listeners = new Set<(kind: LedgerRecord['kind']) => void>();
  const stamp = (id: string) => ({ version: 1, id, time: new Date(clock.now()).toISOString() }) as const;

  async function write(month: string, record: LedgerRecord): Promise<void> {
    await append(`${month}-${writer}.jsonl`, record);
    for (const listener of [...listeners]) listener(record.kind);
  }

  return {
    async begin(intent, body) {
      const started = stamp(newId());
      const month = monthOf(started.time);
      const kept = `${bodiesOf(month)}/${started.id}`;
      if (body !== undefined) await files.write(kept, body);
      try {
        const bodyKept = body === undefined ? {} : { bodyKept: true as const };
        await write(month, { kind: 'intent', ...started, ...intent, ...bodyKept, process });
      } catch (error) {
        if (body !== undefined) await files.remove(kept).catch(() => {});
        throw error;
      }
      let ended: Promise<void> | undefined;
      return {
        end(outcome) {
          ended ??= write(month, { kind: 'outcome', ...stamp(started.id), ...outcome });
          return ended;
        },
      };
    },
    async note(traffic) {
      const noted = stamp(newId());
      await write(monthOf(noted.time), { kind: 'traffic', ...noted, ...traffic });
    },
    async records(since = '') {
      const names = ledgerFilesAmong(await files.list()).filter((name) => name >= since);
      const read = await Promise.all(names.map((name) => files.read(name)));
      return read.flatMap((contents) => recordsOf(contents?.text ?? ''));
    },
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}
