/** What a text is written anew for: how much of it may change follows from that. */
export type Purpose = 'proofread' | 'tone' | 'rewrite' | 'shorten' | 'translate';

/** How far an answer may go. */
export interface Limits {
  /** The largest share of words that may change, 0 to 1. */
  readonly changed: number;
  /** The length of the answer as a share of the text's, at least and at most. */
  readonly length: readonly [number, number];
  /** Whether numbers, dates, amounts and names must be the same; else a difference is pointed out. */
  readonly keepsFacts: boolean;
  /** Whether headings, lists and tables must be the same; else a difference is pointed out. */
  readonly keepsShape: boolean;
}

/**
 * The limits of each purpose: 15 % of the words for proofreading, 70 % for another tone. Of the lengths, the tightest that real answers
 * keep: a translation into Chinese has a third of the characters, one out of it three times as many.
 */
export const limits: Readonly<Record<Purpose, Limits>> = {
  proofread: { changed: 0.15, length: [0.8, 1.25], keepsFacts: true, keepsShape: true },
  tone: { changed: 0.7, length: [0.5, 2], keepsFacts: false, keepsShape: true },
  rewrite: { changed: 1, length: [0.3, 2.5], keepsFacts: false, keepsShape: false },
  shorten: { changed: 1, length: [0.1, 1], keepsFacts: false, keepsShape: false },
  translate: { changed: 1, length: [0.2, 5], keepsFacts: false, keepsShape: true },
};
