/**
 * What the extension and the page of the scorecard say to each other. Types only: the page is bundled on its own. All words come from
 * the extension; the page names no file and no command.
 */

/** Something to choose from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** How a run went with a task. */
export interface ShownTask {
  readonly task: string;
  readonly title: string;
  readonly look: 'suffices' | 'withReview' | 'undecided' | 'escalate';
  readonly verdict: string;
  readonly passed: string;
  /** How many cases were right in some repeats only; empty: none. */
  readonly unsteady: string;
  /** What did not pass, and why. */
  readonly failed: readonly { readonly title: string; readonly why: string }[];
  /** Whether the run's model is the one that this task asks, and whether that was chosen for it alone. */
  readonly isUsed: boolean;
}

/** A line of the trend. `null` where a model has no run at that time. */
export interface ShownLine {
  readonly label: string;
  /** In percent, one for each time. */
  readonly values: readonly (number | null)[];
}

/** A figure to watch. */
export interface ShownSignal {
  readonly title: string;
  readonly value: string;
  readonly detail: string;
}

/** The page's fixed words. */
export interface ScorecardWords {
  readonly title: string;
  readonly intro: string;
  readonly run: string;
  readonly export: string;
  readonly exportCases: string;
  readonly openFolder: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly whichRun: string;
  readonly compareWith: string;
  readonly verdicts: string;
  readonly columns: readonly string[];
  /** "Use for this task". */
  readonly use: string;
  readonly used: string;
  readonly didNotPass: string;
  readonly comparison: string;
  readonly comparisonColumns: readonly string[];
  readonly trend: string;
  readonly trendIntro: string;
  readonly trendColumns: readonly string[];
  readonly whichTask: string;
  readonly escalations: string;
  readonly keepCandidates: string;
  readonly signals: string;
}

/** Everything that the page shows. */
export interface ScorecardState {
  readonly runs: readonly Choice[];
  readonly others: readonly Choice[];
  readonly tasks: readonly Choice[];
  readonly chosen: Chosen;
  /** About the run: model, engine, speed. */
  readonly facts: readonly string[];
  readonly verdicts: readonly ShownTask[];
  /** Undefined: there is nothing to compare with. */
  readonly comparison?: {
    readonly summary: string;
    readonly remark: string;
    readonly rows: readonly { readonly title: string; readonly text: string }[];
  };
  readonly trend: {
    /** In seconds since 1970. */
    readonly times: readonly number[];
    readonly lines: readonly ShownLine[];
    /** The same as a table, the newest first. */
    readonly rows: readonly (readonly string[])[];
  };
  readonly audit: string;
  /** The escalations that it speaks of. */
  readonly audited: readonly { readonly title: string; readonly passed: boolean; readonly text: string }[];
  /** Escalations that were judged and are no cases yet; empty: none. */
  readonly candidates: string;
  readonly signals: readonly ShownSignal[];
  /** Something new, such as another digest of a model; empty: nothing. */
  readonly notice: string;
}

/** What is looked at. */
export interface Chosen {
  readonly run: string;
  /** Empty: compared with nothing. */
  readonly other: string;
  /** Empty: all of them. */
  readonly task: string;
}

/** From the extension to the page. */
export type ToScorecardPage =
  | { readonly type: 'words'; readonly words: ScorecardWords; readonly language: string }
  | { readonly type: 'state'; readonly state: ScorecardState }
  | { readonly type: 'failed'; readonly text: string };

/** From the page to the extension. */
export type FromScorecardPage =
  | { readonly type: 'ready' | 'run' | 'export' | 'exportCases' | 'openFolder' | 'keepCandidates' }
  | ({ readonly type: 'choose' } & Chosen)
  | { readonly type: 'use'; readonly task: string };
