import type { Task } from '../task.ts';

/** A task that gives the code it was asked about back, changed; it is reviewed line by line before anything is written. */
export interface CodeTask extends Task {
  readonly changes: 'code';
}

/** The last words of each: how the answer is to look. */
export const giveItBack =
  'Answer with the whole code again in one code block, changed where it must be and the same everywhere else, and nothing outside the block.';

/** The longest answer, in tokens: as long as the longest code that is asked about, and some more. */
export const mostCodeTokens = 4000;
