import { diffArrays } from 'diff';

/** Which words of two texts stand in both, in the same order. */
export interface SharedWords {
  /** For each word of the first text, whether the second has it too. */
  readonly first: readonly boolean[];
  readonly second: readonly boolean[];
  /** The share of words in common, from 0 to 1: twice their number over the number of all words. */
  readonly share: number;
}

/**
 * Fewer words than this in a row say nothing: any two texts share "the" and "of". A reader sees phrases, not speckles.
 */
const leastRun = 3;

/** Longer differences are not looked into: the work grows with their square, and nobody reads marks over a whole text. */
const mostEdits = 4000;

/**
 * Compares two texts word by word.
 * @returns undefined when they are too long and too different to compare
 */
export function sharedWords(first: readonly string[], second: readonly string[]): SharedWords | undefined {
  const changes = diffArrays([...first], [...second], { maxEditLength: mostEdits });
  if (changes === undefined) return undefined;
  const shared: SharedWords & { first: boolean[]; second: boolean[] } = { first: [], second: [], share: 0 };
  let common = 0;
  for (const { added, removed, count } of changes) {
    const isWhole = count === first.length && count === second.length;
    const isShared = !added && !removed && (count >= leastRun || isWhole);
    const marks = new Array<boolean>(count).fill(isShared);
    if (!added) shared.first.push(...marks);
    if (!removed) shared.second.push(...marks);
    if (isShared) common += count;
  }
  const all = first.length + second.length;
  return { ...shared, share: all === 0 ? 1 : (2 * common) / all };
}
