/**
 * What the extension and the page of the Hearth view say to each other. Types only: the page is bundled on its own.
 * The page is a display: all state lives with the extension, and all words come from it.
 */
import type { Verdict } from '../../scorecard/judgedCases.ts';

/** How far an answer has come. `waiting`: asked, nothing received yet. */
export type Phase = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

/** Who answered, as shown. */
export interface Badge {
  readonly tier: 'local' | 'selfHosted' | 'cloud' | 'handedOver';
  /** The tier's name: "local". */
  readonly word: string;
  /** The model's name; empty while it is not known. */
  readonly model: string;
  /** Figures in one line: "1.2 s · 84 tokens · 41 tok/s"; empty while there are none. */
  readonly facts: string;
  /** What stands under the line when it is opened: engine, host, digest … */
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** An answer, as shown, without its text. */
export interface Card {
  readonly id: string;
  /** What was asked: "Explain". */
  readonly title: string;
  /** On what: "function render · src/view.ts:3–19". */
  readonly about: string;
  readonly phase: Phase;
  readonly expanded: boolean;
  /** Milliseconds since it was asked, when this message was sent. The page counts on from there. */
  readonly elapsedMs: number;
  /** What is going on, while it is: "Loading model…". */
  readonly notice?: string;
  /** A word for an answer that is not whole: "incomplete". */
  readonly mark?: string;
  readonly badge?: Badge;
  /** What to know of the answer, below it: what was left out. */
  readonly remarks?: readonly string[];
  /** Something else that can be done while it is awaited. */
  readonly offerLabel?: string;
  /** An answer in rows about files; the rows come apart from it. */
  readonly table?: {
    /** What its columns are called, the first of them the files'. */
    readonly columns: readonly string[];
    /** Says how many rows are not shown; undefined: all are. */
    readonly more?: string;
    readonly hasRows: boolean;
  };
  readonly failure?: { readonly message: string; readonly detail?: string; readonly actionLabel?: string };
  readonly canCopy: boolean;
  readonly canInsert: boolean;
  /** Whether it can take the place of the text that was asked about, past a review. */
  readonly canReplace: boolean;
  /** Whether a question can be asked about it. */
  readonly canFollowUp: boolean;
  readonly canEscalate: boolean;
  /** Whether it can be kept as a test for later models. */
  readonly canKeep: boolean;
  /** The card of the local answer to the same request: the two are shown side by side. */
  readonly besides?: string;
  /** Whether this answer can be judged against the one it stands beside, and what was said. */
  readonly judged?: Verdict | 'notYet';
}

/** A row about a file. Its words are shown as they are, never as HTML. */
export interface TableRow {
  /** The file, as people know it. */
  readonly file: string;
  readonly cells: readonly string[];
}

/** The page's fixed words, in the user's language. `{0}` stands for a number. */
export interface PageWords {
  readonly answers: string;
  readonly stop: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyCode: string;
  readonly insert: string;
  readonly insertHint: string;
  readonly insertBelow: string;
  readonly insertBelowHint: string;
  readonly insertCode: string;
  readonly replace: string;
  readonly replaceHint: string;
  readonly replaceCode: string;
  readonly escalate: string;
  readonly escalateHint: string;
  readonly keep: string;
  readonly keepHint: string;
  /** What a pair of answers to one request is called. */
  readonly pair: string;
  readonly markDifferences: string;
  /** "{0} % in common". */
  readonly inCommon: string;
  readonly hardlyInCommon: string;
  readonly worthIt: string;
  readonly worthItYes: string;
  readonly worthItNo: string;
  readonly worthItHint: string;
  /** What stands in the empty box for a question about the answer. */
  readonly followUp: string;
  readonly followUpHint: string;
  readonly sendFollowUp: string;
  readonly asking: string;
  readonly elapsed: string;
  readonly details: string;
  readonly failed: string;
  readonly openTable: string;
  readonly openTableHint: string;
  readonly copyTable: string;
  readonly copyTableHint: string;
  /** "Open {0}". */
  readonly openFile: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly explain: string;
  readonly summarize: string;
  /** The key that runs Explain, as shown: "Ctrl+Alt+E"; empty: none. */
  readonly explainKey: string;
  readonly summarizeKey: string;
}

/** From the extension to the page. */
export type ToPage =
  /** Everything there is: the answer to `ready`. Cards come newest first; `html` is safe HTML from `renderMarkdown`. */
  | {
      readonly type: 'init';
      readonly words: PageWords;
      readonly cards: readonly { card: Card; html: string; rows: readonly TableRow[] }[];
    }
  /** A new card (it goes to the top), or a known one that changed. */
  | { readonly type: 'card'; readonly card: Card }
  /** The text of a card changed; safe HTML. */
  | { readonly type: 'body'; readonly id: string; readonly html: string }
  /** Rows that came after those before. */
  | { readonly type: 'rows'; readonly id: string; readonly rows: readonly TableRow[] }
  | { readonly type: 'remove'; readonly ids: readonly string[] }
  /** Said once to screen readers, politely; `ends` names the answer that ended with it, of which all is on the page by then. */
  | { readonly type: 'announce'; readonly text: string; readonly ends?: string };

/** From the page to the extension. The page never names a command: it says what was pressed. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'explain' }
  | { readonly type: 'summarize' }
  | { readonly type: 'stop' | 'escalate' | 'keep' | 'act' | 'offer' | 'openTable' | 'copyTable'; readonly id: string }
  /** Which row, counted from 0: the page knows no address of a file. */
  | { readonly type: 'openRow'; readonly id: string; readonly row: number }
  | { readonly type: 'toggle'; readonly id: string; readonly expanded: boolean }
  /** Without a verdict: the one that was given is taken back. */
  | { readonly type: 'judge'; readonly id: string; readonly verdict?: Verdict }
  /** A question about an answer. */
  | { readonly type: 'followUp'; readonly id: string; readonly question: string }
  /** The whole answer, or only `text` of it (a code block). */
  | { readonly type: 'copy' | 'insert' | 'insertBelow' | 'replace'; readonly id: string; readonly text?: string };
