import type { Measured, Provenance } from '../../tiers/tier.ts';
import { type AnswerFailure, type Entry, isRunning } from './answerEntry.ts';
import { answeredBadge } from './badge.ts';
import type { Phase, TableRow } from './protocol.ts';
import type { AnswerWords } from './words.ts';

/** An answer being received. After it ended, or was cleared away, the calls do nothing. */
export interface AnswerHandle {
  readonly id: string;
  /** Adds a piece of Markdown. */
  append(text: string): void;
  /** Says what is going on until the first piece comes: "Loading model… 12 s". */
  notice(text: string): void;
  /** Says something of the answer that is no part of it, such as what was left out; also after its end. */
  remark(text: string): void;
  /** Adds a row, where the answer is a table. */
  row(row: TableRow): void;
  /** The answer is whole, or (`length`) cut at the token limit; takes a tier's `done` event as it is. */
  done(end: {
    readonly provenance: Provenance;
    readonly measured: Measured;
    readonly reason?: 'stop' | 'length';
  }): void;
  /** The user stopped it. */
  stopped(): void;
  failed(failure: AnswerFailure): void;
}

/** What becomes of an answer that is being received. */
export interface Receiving {
  /** Whether it is still among the answers. */
  keeps(entry: Entry): boolean;
  /** Its card is to be shown anew. */
  changed(entry: Entry): void;
  /** There is more of its text, or its end. */
  grown(entry: Entry): void;
  rowCame(entry: Entry, row: TableRow): void;
}

/** How many rows of a table are shown; a document can show all of them. */
const mostRows = 200;

/** What a tier says of an answer, as it comes. @param on shows it */
export function handleOf(entry: Entry, words: AnswerWords, on: Receiving): AnswerHandle {
  const end = (phase: Phase, announcement: string, mark?: string) => {
    entry.phase = phase;
    delete entry.notice;
    if (mark !== undefined) entry.mark = mark;
    on.changed(entry);
    entry.lastWords = announcement;
    entry.hurry.abort();
    on.grown(entry);
  };
  const { title } = entry.start;
  return {
    id: entry.id,
    append: (text) => {
      if (!isRunning(entry) || text === '') return;
      entry.text += text;
      if (entry.phase === 'waiting' || entry.notice !== undefined) {
        entry.phase = 'streaming';
        delete entry.notice;
        on.changed(entry);
      }
      on.grown(entry);
    },
    notice: (text) => {
      if (!isRunning(entry) || entry.notice === text) return;
      entry.notice = text;
      on.changed(entry);
    },
    remark: (text) => {
      if (!on.keeps(entry)) return;
      entry.remarks.push(text);
      on.changed(entry);
    },
    row: (row) => {
      if (!isRunning(entry)) return;
      entry.rowCount++;
      if (entry.rows.length >= mostRows) return;
      entry.rows.push(row);
      on.rowCame(entry, row);
      if (entry.rowCount === 1) on.changed(entry);
    },
    done: ({ provenance, measured, reason }) => {
      if (!isRunning(entry)) return;
      entry.badge = answeredBadge(provenance, measured, words);
      entry.provenance = provenance;
      entry.measured = measured;
      const tier = words.tiers[provenance.tier];
      if (reason === 'length') end('done', words.cutShort(title, tier), words.incomplete);
      else end('done', words.completed(title, tier));
    },
    stopped: () => {
      if (isRunning(entry)) end('stopped', words.wasStopped(title), words.stopped);
    },
    failed: (failure) => {
      if (!isRunning(entry)) return;
      entry.failure = failure;
      end('failed', words.failed(title, failure.message), failure.incomplete ? words.incomplete : undefined);
    },
  };
}
