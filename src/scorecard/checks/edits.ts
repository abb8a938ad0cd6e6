import { hunksBetween } from '../../writing/guards/hunks.ts';
import { countOfWords } from '../../writing/guards/words.ts';

/** How the edits of an answer compare with those that a person made of the same text. */
export interface EditScore {
  /** The share of the answer's edits that are the person's, 0 to 1; 1 where it made none. */
  readonly precision: number;
  /** The share of the person's edits that are the answer's, 0 to 1; 1 where they made none. */
  readonly recall: number;
  /**
   * F0.5, which counts precision twice as much as recall: a wrong correction does more harm than a missed one (Ng et al., The CoNLL-2014
   * shared task on grammatical error correction, 4.1).
   */
  readonly f05: number;
}

/** Compares the edits that lead from `source` to `answer` with those to `expected`. Two are the same in place and in words. */
export function editScore(source: string, answer: string, expected: string): EditScore {
  const made = keysOf(source, answer);
  const wanted = keysOf(source, expected);
  const right = [...made].filter((key) => wanted.has(key)).length;
  const precision = made.size === 0 ? 1 : right / made.size;
  const recall = wanted.size === 0 ? 1 : right / wanted.size;
  const f05 = precision + recall === 0 ? 0 : (1.25 * precision * recall) / (0.25 * precision + recall);
  return { precision, recall, f05 };
}

function keysOf(before: string, after: string): Set<string> {
  return new Set(
    hunksBetween(before, after, 'word').map(({ start, removed, added }) => JSON.stringify([start, removed, added])),
  );
}

/** The share of a text's words that an answer changed, 0 to 1. */
export function changedWordRatio(source: string, answer: string): number {
  const touched = hunksBetween(source, answer, 'word').reduce(
    (sum, { removed, added }) => sum + Math.max(countOfWords(removed), countOfWords(added), 1),
    0,
  );
  return touched === 0 ? 0 : Math.min(1, touched / Math.max(countOfWords(source), 1));
}

/** How many edits an answer made for each word of a text in which nothing is wrong. */
export function falseEditRate(clean: string, answer: string): number {
  return hunksBetween(clean, answer, 'word').length / Math.max(countOfWords(clean), 1);
}
