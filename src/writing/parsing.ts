import type { AnsweredPart, Found } from './findings/findings.ts';
import type { Part } from './findings/part.ts';
import type { Proofreadable } from './findings/partsOf.ts';
import type { Drafted, Written } from './guards/drafted.ts';
import type { Answered, Prepared, Verdict } from './guards/guards.ts';
import type { Hunk } from './guards/hunks.ts';
import type { Expanded } from './reading/expand.ts';
import type { Segment } from './reading/segments.ts';

/** What the worker thread can be asked, and what it answers. All of it is plain data. */
export interface Parsing {
  /** An answer's Markdown as safe HTML, see `markdownRenderer`. */
  render: { given: { readonly markdown: string }; result: string };
  /** A long text in segments of at most `most` UTF-16 code units, and the labels that it defines for all of them. */
  divide: {
    given: {
      readonly text: string;
      readonly languageId: string;
      readonly most: number;
      readonly declarations?: readonly number[];
    };
    result: { readonly segments: readonly Segment[]; readonly defined: readonly string[] };
  };
  /** A selection in a document, widened where it cannot be judged by itself, see `expand`. */
  expand: {
    given: { readonly text: string; readonly languageId: string; readonly selection: Segment };
    result: Expanded;
  };
  /** A text made ready to be sent to a model, see `Guards.prepare`. */
  prepare: {
    given: { readonly text: string; readonly languageId: string; readonly defined?: readonly string[] };
    result: Prepared;
  };
  /** What is to be known of an answer before anybody sees it, see `Guards.judge`. */
  judge: { given: Answered; result: Verdict };
  /** A document in the parts that are proofread one by one, see `partsOf`. */
  parts: { given: Proofreadable; result: readonly Part[] };
  /** The mistakes in an answer about a part, see `findingsReader`. */
  findings: { given: AnsweredPart; result: Found };
  /** What is to be known of a text that was written from another, see `judgeDraft`. */
  judgeDraft: { given: Written; result: Drafted };
  /** The language of a text as its ISO 639-1 code, see `languageOf`; empty: it cannot be told. */
  language: { given: { readonly text: string }; result: string };
  /** The language that an answer is in by mistake, see the function of the same name; empty: none. */
  wrongLanguage: {
    given: { readonly answer: string; readonly original: string; readonly language: string };
    result: string;
  };
  /** What differs between two texts, see `hunksBetween`. */
  compare: {
    given: { readonly before: string; readonly after: string; readonly by: 'word' | 'line' };
    result: readonly Hunk[];
  };
}

export type Ask = keyof Parsing;
export type Given<A extends Ask> = Parsing[A]['given'];
export type Result<A extends Ask> = Parsing[A]['result'];

/** A question to the worker. */
export type Question = { [A in Ask]: { readonly id: number; readonly ask: A; readonly given: Given<A> } }[Ask];
