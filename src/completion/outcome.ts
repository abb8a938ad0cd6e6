import type { Origin } from '../base/text.ts';
import type { Measured, TierErrorReason } from '../tiers/tier.ts';
import type { Layout } from './layout.ts';

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

/** That there is no suggestion, and why. */
export interface Nothing {
  readonly nothing: NothingReason;
  /** The model's name where the reason is about a model, else what happened. */
  readonly detail?: string;
}

/** What came of asking for a completion. */
export type Outcome = { readonly suggestion: Suggestion } | Nothing;

/** How long each stage on the way to an outcome took, in milliseconds; those that were not gone through are absent. */
export interface Stages {
  /** The wait for another key, before anything was asked. */
  readonly wait?: number;
  /** Until it was known which model answers, and that it is in memory. */
  readonly model?: number;
  /** From the request to the first piece of its answer. */
  readonly firstPiece?: number;
  /** From the start of the request to what is shown, or to its end. */
  readonly total?: number;
}

/** What was noted on the way to an outcome. */
export interface Noted {
  readonly measured?: Measured;
  readonly layout?: Layout;
  /** The pieces of other files in the prompt. */
  readonly others?: readonly Origin[];
  readonly stages?: Stages;
}

/** An outcome with what was noted on the way to it. */
export type Answered = Outcome & Noted;
