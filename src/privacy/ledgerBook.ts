import { bodiesOf } from './ledger.ts';
import { checkLedger, type LedgerChecked, type LedgerFault, ledgerFilesAmong } from './ledgerChecks.ts';
import { type DeletionParts, deleteMonth, finishDeletions } from './ledgerDeletion.ts';
import { type Entry, type EntryOf, entriesOf, type Living } from './ledgerEntries.ts';
import { type ExportFormat, toCsv, toJsonLines } from './ledgerExport.ts';
import { type LedgerFilter, passing, type Row, rowOf, type Totals, totalsOf } from './ledgerTable.ts';
import { sha256 } from './sha256.ts';

/** What the book needs of the world. */
export interface LedgerBookParts extends DeletionParts {
  /** This process. */
  readonly process: number;
  readonly isAlive: (process: number) => boolean;
}

/** The ledger as a whole. */
export interface Overview {
  readonly entries: number;
  readonly totals: Totals;
  /** Newest first. */
  readonly months: readonly { readonly month: string; readonly entries: number }[];
}

/** A page of the table. */
export interface Page {
  /** How many entries pass the filter. */
  readonly matching: number;
  /** The number of the first row among them, from 0. */
  readonly from: number;
  readonly rows: readonly Row[];
}

/** An entry with all there is to it. */
export interface OpenedEntry {
  readonly entry: Entry;
  /** What was sent, where it was kept. */
  readonly body: string | undefined;
}

/** How many rows a page of the table has. */
export const rowsPerPage = 100;

/** What can be asked of the book from another thread: all its methods give promises, and take and give plain values. */
export type LedgerCallName = 'open' | 'page' | 'entry' | 'check' | 'export' | 'deleteMonth' | 'afterStart';

/** A call to the book from another thread. */
export interface LedgerCall {
  readonly name: LedgerCallName;
  readonly parameters: readonly unknown[];
}

/**
 * The ledger, opened to be read, checked, exported and, by the month, deleted. It runs in a worker: reading 10,000 entries
 * takes a good part of a second. Nothing here is asked before `open`.
 */
export class LedgerBook {
  readonly #parts: LedgerBookParts;
  #entries: readonly Entry[] = [];
  #words: Readonly<Record<string, string>> = {};

  constructor(parts: LedgerBookParts) {
    this.#parts = parts;
  }

  /**
   * Reads the ledger, or reads it anew.
   * @param words what the codes in rows are called on the screen
   * @throws when it cannot be read
   */
  async open(words: Readonly<Record<string, string>>): Promise<Overview> {
    this.#words = words;
    this.#entries = entriesOf(await this.#read(), this.#living());
    const counts = new Map<string, number>();
    for (const { month } of this.#entries) if (month !== undefined) counts.set(month, (counts.get(month) ?? 0) + 1);
    return {
      entries: this.#entries.length,
      totals: totalsOf(this.#entries, this.#parts.now()),
      months: [...counts].map(([month, entries]) => ({ month, entries })), // as newest first as the entries are
    };
  }

  /** The rows from one on, or the last page if there are fewer. */
  async page(filter: LedgerFilter, from: number): Promise<Page> {
    const found = this.#matching(filter);
    const lastPage = Math.max(0, Math.floor((found.length - 1) / rowsPerPage) * rowsPerPage);
    const start = Math.min(Math.max(0, from), lastPage);
    return { matching: found.length, from: start, rows: found.slice(start, start + rowsPerPage).map(rowOf) };
  }

  /** @returns undefined when there is no such entry any more */
  async entry(key: string): Promise<OpenedEntry | undefined> {
    const entry = this.#entries.find((each) => each.key === key);
    return entry && { entry, body: await this.#bodyOf(entry) };
  }

  /** Checks all files as they are now, and the bodies that were kept. @throws when they cannot be read */
  async check(): Promise<LedgerChecked> {
    const texts = await this.#read();
    const checked = checkLedger(texts);
    const faults: LedgerFault[] = [];
    for (const entry of entriesOf(texts)) {
      if (entry.kind !== 'request' || !entry.intent.bodyKept) continue;
      const body = await this.#bodyOf(entry);
      if (body === undefined || sha256(body) !== entry.intent.bodySha256) {
        faults.push({ kind: 'body', file: entry.file, line: entry.line });
      }
    }
    return { ...checked, faults: [...checked.faults, ...faults] };
  }

  async export(format: ExportFormat, filter: LedgerFilter): Promise<string> {
    const entries = this.#matching(filter);
    return format === 'csv' ? toCsv(entries) : toJsonLines(entries);
  }

  /** @returns how many entries are gone @throws when the month cannot be deleted */
  deleteMonth(month: string): Promise<number> {
    return deleteMonth(month, this.#parts);
  }

  /**
   * Looks at the ledger after a start: finishes what a crash left half done, and gives the requests that were interrupted and
   * that no window has told of yet.
   * @throws when the ledger cannot be read or written
   */
  async afterStart(): Promise<readonly EntryOf<'request'>[]> {
    const { files } = this.#parts;
    await finishDeletions(this.#parts);
    const fresh: EntryOf<'request'>[] = [];
    for (const entry of entriesOf(await this.#read(), this.#living())) {
      if (entry.kind !== 'request' || entry.state !== 'interrupted') continue;
      if (await files.claim(`${entry.month}.noticed-${sha256(entry.intent.id).slice(0, 16)}`)) fresh.push(entry);
    }
    return fresh;
  }

  #matching(filter: LedgerFilter): readonly Entry[] {
    return this.#entries.filter(passing(filter, this.#words));
  }

  #living(): Living {
    const { now, process, writer, isAlive } = this.#parts;
    return { now: now(), process, writer, isAlive };
  }

  /** All files with their seals. A seal is read before its file: what another window adds meanwhile is no fault. */
  async #read(): Promise<ReadonlyMap<string, string>> {
    const { files } = this.#parts;
    const names = await files.list();
    const texts = new Map<string, string>();
    for (const name of [...names.filter((each) => each.endsWith('.end')), ...ledgerFilesAmong(names)]) {
      const contents = await files.read(name);
      if (contents !== undefined) texts.set(name, contents.text);
    }
    return texts;
  }

  async #bodyOf(entry: Entry): Promise<string | undefined> {
    // An id that is none of ours must not lead to another file.
    if (entry.kind !== 'request' || !entry.intent.bodyKept || !/^[\w-]+$/.test(entry.intent.id)) return undefined;
    return (await this.#parts.files.read(`${bodiesOf(entry.month ?? '')}/${entry.intent.id}`))?.text;
  }
}
