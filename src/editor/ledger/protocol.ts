/**
 * What the extension and the page of the ledger say to each other. Types only: the page is bundled on its own. The page is a
 * display: it holds what was typed and picked in it, and every word and figure comes ready from the extension.
 */

/** Which entries are shown: what was typed and picked. */
export interface ShownFilter {
  readonly text: string;
  /** A tier's code; empty: all. */
  readonly tier: string;
  /** Such as `2026-11`; empty: all. */
  readonly month: string;
}

/** Something to pick from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A tier's icon. */
export type TierIcon = 'cloud' | 'handedOver' | 'selfHosted' | 'fetched';

/** A row of the table, as shown. */
export interface ShownRow {
  readonly key: string;
  readonly time: string;
  readonly tier: { readonly icon: TierIcon; readonly word: string } | undefined;
  readonly destination: string;
  readonly model: string;
  readonly asked: string;
  readonly sent: string;
  readonly received: string;
  readonly tokens: string;
  readonly cost: string;
  readonly files: { readonly text: string; readonly title: string };
  readonly outcome: string;
  /** Whether it ended as it should, did not, or is open or not known. */
  readonly mood: 'fine' | 'trouble' | 'open';
}

/** What there is to an entry, opened: labels and what they say. */
export interface ShownFact {
  readonly label: string;
  readonly values: readonly string[];
}

/** A finding of the check, with the place where it is. */
export interface ShownFinding {
  readonly text: string;
  readonly place?: { readonly file: string; readonly line: number };
}

/** What left in all, a line a tier. */
export interface ShownTotal {
  readonly icon: TierIcon;
  readonly tier: string;
  /** In the order of {@link LedgerPageWords.periods}. */
  readonly cells: readonly { readonly requests: string; readonly amount: string }[];
}

/** The page's fixed words, in the user's language. `{0}`, `{1}` stand for what the page puts in. */
export interface LedgerPageWords {
  readonly title: string;
  readonly intro: string;
  readonly totals: string;
  readonly periods: readonly string[];
  readonly search: string;
  readonly tier: string;
  readonly month: string;
  readonly exportCsv: string;
  readonly exportJsonLines: string;
  readonly check: string;
  readonly checking: string;
  readonly deleteMonth: string;
  readonly entries: string;
  /** In the order of the table's columns. */
  readonly columns: readonly string[];
  readonly previous: string;
  readonly next: string;
  readonly noMatch: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly body: string;
  readonly showLine: string;
  readonly findings: string;
  readonly dismiss: string;
  readonly reload: string;
}

/** From the extension to the page. */
export type ToLedgerPage =
  | { readonly type: 'words'; readonly words: LedgerPageWords; readonly tiers: readonly Choice[] }
  /** The ledger was read, or read anew. The page then asks for the rows it shows. */
  | {
      readonly type: 'overview';
      readonly isEmpty: boolean;
      readonly totals: readonly ShownTotal[];
      readonly months: readonly Choice[];
    }
  | {
      readonly type: 'rows';
      readonly rows: readonly ShownRow[];
      /** "1–100 of 2,345 entries". */
      readonly summary: string;
      /** The first row of the pages before and after; undefined where there is none. */
      readonly previous: number | undefined;
      readonly next: number | undefined;
      readonly from: number;
    }
  | {
      readonly type: 'entry';
      readonly key: string;
      readonly facts: readonly ShownFact[];
      /** What was sent, where it was kept. */
      readonly body: string | undefined;
    }
  | { readonly type: 'checked'; readonly isWhole: boolean; readonly findings: readonly ShownFinding[] }
  /** Something did not work. */
  | { readonly type: 'failed'; readonly text: string };

/** From the page to the extension. */
export type FromLedgerPage =
  | { readonly type: 'ready' | 'reload' | 'check' | 'deleteMonth' }
  | { readonly type: 'show'; readonly filter: ShownFilter; readonly from: number }
  | { readonly type: 'open'; readonly key: string }
  | { readonly type: 'export'; readonly format: 'csv' | 'jsonl'; readonly filter: ShownFilter }
  | { readonly type: 'showLine'; readonly file: string; readonly line: number };
