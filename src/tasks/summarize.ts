import { askAbout, isProse } from './prompt.ts';
import type { Task } from './task.ts';

/** How a summary looks. */
export type SummaryShape = 'gist' | 'keyPoints' | 'outline';

/** `hearth.summarize`: the gist of a piece of code or text. */
export const summarize = summarizeAs('gist');

/** `hearth.summarizeAs`: a summary in a shape. */
export function summarizeAs(shape: SummaryShape): Task {
  return {
    id: 'summarize',
    maximumTokens: shape === 'gist' ? 400 : 800,
    messages: (excerpt) => askAbout(excerpt, wish[shape](isProse(excerpt) ? 'text' : 'code')),
  };
}

const wish: Readonly<Record<SummaryShape, (what: string) => string>> = {
  gist: (what) => `Summarize this ${what} in a few sentences.`,
  keyPoints: (what) =>
    `List the key points of this ${what}, at most seven, each in one short sentence, as a Markdown list.`,
  outline: (what) =>
    `Write an outline of this ${what} as a nested Markdown list: its parts in their order, each with a few words on what it says.`,
};
