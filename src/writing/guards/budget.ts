import type { Hunk } from './hunks.ts';
import { limits, type Purpose } from './purpose.ts';
import { countOfWords } from './words.ts';

/** How much an answer changes a text, and whether that is within what its purpose allows. */
export interface Budget {
  /** The share of words that changed, 0 to 1, and the largest allowed. */
  readonly changed: number;
  readonly mostChanged: number;
  /** The length of the answer as a share of the text's, and the least and the most allowed. */
  readonly length: number;
  readonly lengths: readonly [number, number];
  readonly isWithin: boolean;
}

/** A text this short may change by one more word, and one this short in characters may have any length: a share says nothing of it. */
const fewWords = 20;
const fewCharacters = 80;

/** Holds what an answer changes against what its purpose allows. */
export function budgetOf(before: string, after: string, hunks: readonly Hunk[], purpose: Purpose): Budget {
  const total = Math.max(countOfWords(before), 1);
  const touched = hunks.reduce((sum, hunk) => sum + Math.max(countOfWords(hunk.removed), countOfWords(hunk.added)), 0);
  const { changed: mostChanged, length: lengths } = limits[purpose];
  const changed = Math.min(1, touched / total);
  const length = after.trim().length / Math.max(before.trim().length, 1);
  const isFew = touched <= 3 && total <= fewWords;
  const isShort = before.trim().length <= fewCharacters && length <= 10 && after.trim() !== '';
  const isWithin = (changed <= mostChanged || isFew) && ((length >= lengths[0] && length <= lengths[1]) || isShort);
  return { changed, mostChanged, length, lengths, isWithin };
}
