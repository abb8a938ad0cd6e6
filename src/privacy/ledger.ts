import type { Clock } from '../base/clock.ts';
import {
  chainEnd,
  type Intent,
  type LedgerRecord,
  ledgerLine,
  type Outcome,
  recordsOf,
  unfinished,
} from './ledgerLines.ts';
import { sha256 } from './sha256.ts';

/** Where the ledger's files are kept. `privacy/ledgerFiles.ts` keeps them in a folder. */
export interface LedgerFiles {
  /** Adds `text` to the end of a file, made when missing. Resolves only once it is on the disk itself, past every cache. */
  append(name: string, text: string): Promise<void>;
  /** The whole file; undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  list(): Promise<readonly string[]>;
}

/** An intent on record, waiting for its outcome. */
export interface LedgerEntry {
  /** Records how it ended. Only the first call counts. @throws when the record cannot be written */
  end(outcome: Outcome): Promise<void>;
}

/** The append-only record of everything that left. */
export interface Ledger {
  /** Records what is about to leave. Nothing may be sent before this has resolved. @throws when it cannot be written */
  begin(intent: Intent): Promise<LedgerEntry>;
  /** All records of all writers, file by file. */
  records(): Promise<readonly LedgerRecord[]>;
  /** Intents without an outcome, of this window and all others: either under way, or their window died meanwhile. */
  unfinished(): Promise<readonly (LedgerRecord & { kind: 'intent' })[]>;
}

/** What the ledger needs of the world. */
export interface LedgerParts {
  readonly files: LedgerFiles;
  readonly clock: Pick<Clock, 'now'>;
  /** A new id at each call, different in all windows. */
  readonly newId: () => string;
  /** Names this window among all that write at the same time: each has its own file, and so its own chain. */
  readonly writer: string;
}

/** Opens the ledger. Files are named `2026-11-writer.jsonl`, by the month in UTC. */
export function openLedger({ files, clock, newId, writer }: LedgerParts): Ledger {
  /** The file last written to and the end of its chain; unknown at the start and after a failure. */
  let tail: { readonly name: string; readonly hash: string } | undefined;
  let lastWrite: Promise<void> = Promise.resolve();

  /** One write at a time, in the order asked for: each line names the one before it. */
  function write(record: LedgerRecord): Promise<void> {
    const written = lastWrite.then(() => append(record));
    lastWrite = written.catch(() => {});
    return written;
  }

  async function append(record: LedgerRecord): Promise<void> {
    const name = `${record.time.slice(0, 7)}-${writer}.jsonl`;
    const { hash, isTorn } = tail?.name === name ? { hash: tail.hash, isTorn: false } : await endOf(name);
    tail = undefined;
    const line = ledgerLine(record, hash);
    await files.append(name, `${isTorn ? '\n' : ''}${line}\n`);
    tail = { name, hash: sha256(line) };
  }

  /** After a restart, or a write that failed half-way, the chain goes on from what the file really holds. */
  async function endOf(name: string): Promise<{ hash: string; isTorn: boolean }> {
    const text = (await files.read(name)) ?? '';
    return { hash: chainEnd(text), isTorn: text !== '' && !text.endsWith('\n') };
  }

  const stamp = (id: string) => ({ version: 1, id, time: new Date(clock.now()).toISOString() }) as const;

  async function records(): Promise<readonly LedgerRecord[]> {
    const names = (await files.list()).filter((name) => name.endsWith('.jsonl')).sort();
    const texts = await Promise.all(names.map((name) => files.read(name)));
    return texts.flatMap((text) => recordsOf(text ?? ''));
  }

  return {
    async begin(intent) {
      const id = newId();
      await write({ kind: 'intent', ...stamp(id), ...intent });
      let ended: Promise<void> | undefined;
      return {
        end(outcome) {
          ended ??= write({ kind: 'outcome', ...stamp(id), ...outcome });
          return ended;
        },
      };
    },
    records,
    unfinished: async () => unfinished(await records()),
  };
}
