import type { Verdict } from '../../scorecard/judgedCases.ts';
import { isOutside, type Measured, type Provenance, type Tier } from '../../tiers/tier.ts';
import type { Badge, Card, Phase, TableRow } from './protocol.ts';

/** An answer that comes in rows about files. */
export interface AnswerTable {
  /** What its columns are called, the first of them the files'. */
  readonly columns: readonly string[];
  /** Opens the file of a row, counted from 0. */
  open(row: number): void;
  /** Opens all of it as a document. */
  openAll(): void;
  /** All of it as comma-separated values. */
  csv(): string;
}

/** What is asked, as shown above its answer. */
export interface AnswerStart {
  /** The task: "Explain". */
  readonly title: string;
  /** What it works on: "function render · src/view.ts:3–19". */
  readonly about: string;
  /** Who is asked, when that is known from the start; always give it for the cloud. */
  readonly tier?: Tier;
  readonly model?: string;
  /** Left out: the answer is a text. */
  readonly table?: AnswerTable;
  /** Something else that can be done while the answer is awaited. */
  readonly offer?: { readonly label: string; readonly run: () => void };
  /** The local answer to the same request, to stand beside it. */
  readonly besides?: string;
  /**
   * Whether the answer can be inserted, escalated, kept as a test, and put in place of the text it is about; all but the last by
   * default. An answer of the cloud is never escalated.
   */
  readonly actions?: {
    readonly insert?: boolean;
    readonly escalate?: boolean;
    readonly replace?: boolean;
    readonly keep?: boolean;
  };
}

/** Why there is no answer, in words for people. */
export interface AnswerFailure {
  readonly message: string;
  readonly detail?: string;
  /** The one thing that helps. */
  readonly action?: { readonly label: string; readonly command: string; readonly arguments?: readonly unknown[] };
  /** Whether a part of the answer stands above, which is then marked as incomplete. */
  readonly incomplete: boolean;
}

/** An answer of the session. */
export interface Entry {
  readonly id: string;
  readonly start: AnswerStart;
  readonly askedAt: number;
  phase: Phase;
  text: string;
  notice?: string;
  mark?: string;
  /** What to know of the answer, below it. */
  readonly remarks: string[];
  /** The first rows of a table, and how many there are in all. */
  readonly rows: TableRow[];
  rowCount: number;
  badge?: Badge;
  failure?: AnswerFailure;
  /** Who answered, once it is known. */
  provenance?: Provenance;
  measured?: Measured;
  verdict?: Verdict;
  /** How it ended, in words for screen readers, until they are said. */
  lastWords?: string;
  expanded: boolean;
  html: string;
  /** The length of the text that `html` shows, in UTF-16 code units; text only grows. */
  shown: number;
  rendering: boolean;
  /** Ends the pause between two renderings. */
  hurry: AbortController;
}

/**
 * An answer as the page shows it.
 * @param now ms
 * @param more says how many rows are shown, of how many
 */
export function cardOf(entry: Entry, now: number, more: (shown: number, of: number) => string = () => ''): Card {
  const { start, failure, badge, notice, mark, remarks, rows, rowCount } = entry;
  const hasText = entry.text !== '' && !isRunning(entry);
  return {
    id: entry.id,
    title: start.title,
    about: start.about,
    phase: entry.phase,
    expanded: entry.expanded,
    elapsedMs: now - entry.askedAt,
    canCopy: hasText,
    canInsert: hasText && start.actions?.insert !== false,
    canReplace: hasText && start.actions?.replace === true,
    canFollowUp: hasText && entry.phase !== 'failed',
    canKeep: hasText && entry.phase === 'done' && start.table === undefined && start.actions?.keep !== false,
    canEscalate: hasText && start.actions?.escalate !== false && !(badge && isOutside(badge.tier)),
    ...(start.besides === undefined ? {} : { besides: start.besides }),
    ...(start.besides === undefined || entry.phase !== 'done' ? {} : { judged: entry.verdict ?? 'notYet' }),
    ...(remarks.length === 0 ? {} : { remarks: [...remarks] }),
    ...(start.offer && isRunning(entry) ? { offerLabel: start.offer.label } : {}),
    ...(start.table && {
      table: {
        columns: start.table.columns,
        hasRows: rowCount > 0,
        ...(rowCount > rows.length && !isRunning(entry) ? { more: more(rows.length, rowCount) } : {}),
      },
    }),
    ...(notice === undefined ? {} : { notice }),
    ...(mark === undefined ? {} : { mark }),
    ...(badge === undefined ? {} : { badge }),
    ...(failure === undefined
      ? {}
      : {
          failure: {
            message: failure.message,
            ...(failure.detail === undefined ? {} : { detail: failure.detail }),
            ...(failure.action === undefined ? {} : { actionLabel: failure.action.label }),
          },
        }),
  };
}

/** Whether the answer is still awaited or coming. */
export function isRunning({ phase }: Entry): boolean {
  return phase === 'waiting' || phase === 'streaming';
}
