import type { Excerpt } from '../base/text.ts';
import { byNotes } from './parts/inParts.ts';
import { askAbout, isProse } from './prompt.ts';
import type { Task } from './task.ts';

/** How a summary looks. */
export type SummaryShape = 'gist' | 'keyPoints' | 'outline' | 'sentence';

/** `hearth.summarizeAs`: a summary in a shape. */
export function summarizeAs(shape: SummaryShape): Task {
  return {
    id: 'summarize',
    maximumTokens: longest[shape],
    messages: (excerpt) => askAbout(excerpt, wish[shape](`this ${whatIs(excerpt)}`, '')),
    inParts: byNotes(
      (excerpt) => wish[shape === 'sentence' ? 'gist' : shape](`this part of a longer ${whatIs(excerpt)}`, keep),
      (excerpt) => wish[shape](`the whole ${whatIs(excerpt)}`, ''),
    ),
  };
}

const whatIs = (excerpt: Pick<Excerpt, 'languageId'>) => (isProse(excerpt) ? 'text' : 'code');

/** What a summary of a part must not lose, as the whole is told from it. */
const keep = ' Keep names, figures and decisions.';

/** The longest answer of each shape, in tokens. */
const longest: Readonly<Record<SummaryShape, number>> = { gist: 400, keyPoints: 800, outline: 800, sentence: 120 };

const wish: Readonly<Record<SummaryShape, (what: string, also: string) => string>> = {
  gist: (what, also) => `Summarize ${what} in a few sentences.${also}`,
  keyPoints: (what) => `List the key points of ${what}, at most seven, each in one short sentence, as a Markdown list.`,
  outline: (what) =>
    `Write an outline of ${what} as a nested Markdown list: its parts in their order, each with a few words on what it says.`,
  sentence: (what) => `Say in one sentence what ${what} is about. Answer with that sentence alone, without Markdown.`,
};

/** `hearth.summarize`: the gist of a piece of code or text. */
export const summarize = summarizeAs('gist');
