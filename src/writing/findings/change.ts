import { diffArrays } from 'diff';
import { countOfWords, type WordCutter } from '../guards/words.ts';
import type { Segment } from '../reading/segments.ts';
import { folded } from './folded.ts';
import { type Part, sourceOf } from './part.ts';

/** What a mistake comes down to: these words of the document become others. */
export interface WordChange {
  /** Where they stand in the document, in UTF-16 offsets; never empty. */
  readonly start: number;
  readonly end: number;
  /** The same in what the model saw. */
  readonly masked: Segment & { readonly removed: string; readonly replacement: string };
  readonly removed: string;
  readonly replacement: string;
  /** The words that go, and those that come. */
  readonly words: { readonly gone: readonly string[]; readonly come: readonly string[] };
}

interface Token {
  readonly text: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** A stretch of what stands there: kept as it is, or with something else in its place. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly isKept: boolean;
  readonly added: string;
}

/**
 * The least that must change for `place` to read as `replacement`: the words that are the same stay as they stand in the document, to the
 * byte, with its line breaks, its quotation marks and the marks of a comment's lines.
 * @param place in what the model saw
 * @returns undefined where nothing changes, or something would that must not: a placeholder, line breaks
 */
export function changeOf(part: Part, place: Segment, replacement: string, cut: WordCutter): WordChange | undefined {
  const before = tokensOf(part.masked.slice(place.start, place.end), place.start, cut);
  const after = tokensOf(replacement.trim(), 0, cut);
  const steps = widened(stepsBetween(before, after), part.masked, cut);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const source = sourceOf(part.runs, first.from, last.to);
  if (source === undefined) return undefined;
  const removed = part.source.slice(source.start - part.start, source.end - part.start);
  const texts = steps.map(({ from, to, isKept, added }) => (isKept ? sourceText(part, from, to) : added));
  if (steps.some(({ isKept, added }) => !isKept && added.includes('\n'))) return undefined;
  const seen = steps.map(({ from, to, isKept, added }) => (isKept ? part.masked.slice(from, to) : added));
  const masked = {
    start: first.from,
    end: last.to,
    removed: part.masked.slice(first.from, last.to),
    replacement: seen.join(''),
  };
  const gone = steps.flatMap(({ isKept, from, to }) => (isKept ? [] : wordsOf(part.masked.slice(from, to))));
  const come = steps.flatMap(({ isKept, added }) => (isKept ? [] : wordsOf(added)));
  return { ...source, masked, removed, replacement: texts.join(''), words: { gone, come } };
}

/** How many words a change touches. */
export function changedWords({ words }: Pick<WordChange, 'words'>): number {
  const count = (list: readonly string[]) => list.reduce((sum, word) => sum + Math.max(1, countOfWords(word)), 0);
  return Math.max(count(words.gone), count(words.come), 1);
}

function sourceText(part: Part, from: number, to: number): string {
  const source = sourceOf(part.runs, from, to);
  return source === undefined ? '' : part.source.slice(source.start - part.start, source.end - part.start);
}

function tokensOf(text: string, offset: number, cut: WordCutter): Token[] {
  let at = offset;
  return text
    .split(/(\s+)/)
    .filter((piece) => piece !== '')
    .flatMap((piece) => (/^\s/.test(piece) ? [piece] : cut(piece)))
    .map((own) => {
      const start = at;
      at += own.length;
      return { text: own, key: folded(own).text, start, end: at };
    });
}

/** What lies between the first and the last difference of two lists of tokens. */
function stepsBetween(before: readonly Token[], after: readonly Token[]): Step[] {
  const steps: Step[] = [];
  let index = 0;
  let at = before[0]?.start ?? 0;
  for (const change of diffArrays([...before], [...after], { comparator: (a, b) => a.key === b.key })) {
    const isKept = !change.added && !change.removed;
    const from = at;
    if (!change.added) {
      index += change.count;
      at = before[index - 1]?.end ?? at;
    }
    const added = change.added ? change.value.map(({ text }) => text).join('') : '';
    steps.push({ from, to: at, isKept, added });
  }
  const first = steps.findIndex(({ isKept }) => !isKept);
  return first < 0 ? [] : steps.slice(first, steps.findLastIndex(({ isKept }) => !isKept) + 1);
}

/**
 * Where something is only put in, the word before it, or else the one behind it, belongs to the change too: what is marked must be seen.
 * Where a word only goes, one of the spaces around it does as well.
 */
function widened(steps: readonly Step[], masked: string, cut: WordCutter): readonly Step[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return steps;
  if (first.from < last.to) {
    const comes = steps.some(({ isKept, added }) => isKept || added !== '');
    const isApart = /[ \t]/.test(masked[first.from - 1] ?? '') && /[ \t]/.test(masked[last.to] ?? '');
    return comes || !isApart ? steps : [{ ...first, from: first.from - 1 }, ...steps.slice(1)];
  }
  const before = tokensOf(masked.slice(Math.max(0, first.from - 60), first.from), first.from, cut);
  const word = before.findLast(isShown);
  if (word !== undefined) {
    const length = before.slice(before.indexOf(word)).reduce((sum, { text }) => sum + text.length, 0);
    return [{ from: first.from - length, to: first.from, isKept: true, added: '' }, ...steps];
  }
  const behind = tokensOf(masked.slice(last.to, last.to + 60), last.to, cut).find(isShown);
  return behind === undefined ? [] : [...steps, { from: last.to, to: behind.end, isKept: true, added: '' }];
}

function isShown({ text }: Token): boolean {
  return text.trim() !== '';
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_-]*/gu) ?? [];
}
