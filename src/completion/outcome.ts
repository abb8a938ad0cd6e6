import type { TierErrorReason } from '../tiers/tier.ts';

/** Why there is no suggestion. The words for people stand in `editor/messages.ts`. */
export type NothingReason =
  | 'disabled' // completions are turned off
  | 'snoozed' // they are to stay away for a while
  | 'modeOff' // off for this language
  | 'onDemand' // only when asked for in this language
  | 'excluded' // the file is excluded
  | 'inlineSuggestOff' // `editor.inlineSuggest.enabled` is false
  | 'multipleCursors'
  | 'midWord' // a word goes on to the right of the cursor
  | 'tooLarge' // the file or the line is past the limits
  | 'notText'
  | 'loading' // the model is being brought into memory
  | 'taskRunning' // the engine is answering a task
  | 'unsure' // the model was not sure enough of its text
  | 'cancelled' // the text changed before the answer came
  | 'empty' // the model had nothing to add, or only what already stands there
  | TierErrorReason;

/** A text to show at the cursor. */
export interface Suggestion {
  readonly text: string;
  readonly from: 'engine' | 'cache';
  readonly model: string;
  /** How many characters right of the cursor the text takes the place of: brackets that the editor closed by itself. */
  readonly replaces?: number;
}

/** What came of asking for a completion. */
export type Outcome =
  | { readonly suggestion: Suggestion }
  | { readonly nothing: NothingReason; readonly detail?: string };
