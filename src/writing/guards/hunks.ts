import { diffArrays } from 'diff';
import type { Change } from './change.ts';
import { countOfWords, linesOf, type WordCutter, wordCutter } from './words.ts';

/** A change with what stands in its place before it. */
export interface Hunk extends Change {
  readonly removed: string;
}

/**
 * How many words or lines may differ within what is compared at once. Beyond that a change is shown as one: nobody judges a thousand
 * changes of a paragraph one by one, and comparing takes the square of them.
 */
const mostEdits = 600;

/**
 * What differs between two texts, `by` words for prose or by lines for code. All hunks accepted are the second text, none the first, to
 * the byte; no hunk begins or ends within a character as people see it. Words next to each other that changed together are one hunk.
 */
export function hunksBetween(before: string, after: string, by: 'word' | 'line'): Hunk[] {
  const lines = compared(linesOf(before), linesOf(after), 0);
  if (by === 'line') return lines;
  const cut = wordCutter();
  return lines.flatMap((hunk) => pairsOfLines(hunk).flatMap((pair) => wordHunks(pair, cut)));
}

/** The runs in which two lists of pieces differ. */
function compared(before: readonly string[], after: readonly string[], offset: number): Hunk[] {
  const changes = diffArrays([...before], [...after], { maxEditLength: mostEdits });
  if (changes === undefined) return [whole(before.join(''), after.join(''), offset)];
  const hunks: Hunk[] = [];
  let at = offset;
  let open: Hunk | undefined;
  for (const change of changes) {
    const text = change.value.join('');
    if (!change.added && !change.removed) {
      if (open !== undefined) hunks.push(open);
      open = undefined;
      at += text.length;
      continue;
    }
    open ??= { start: at, end: at, removed: '', added: '' };
    if (change.removed) at += text.length;
    open = change.removed ? { ...open, end: at, removed: open.removed + text } : { ...open, added: open.added + text };
  }
  if (open !== undefined) hunks.push(open);
  return hunks;
}

const whole = (removed: string, added: string, start: number): Hunk => ({
  start,
  end: start + removed.length,
  removed,
  added,
});

/** As many lines as before: each is compared with the one in its place, which is faster, and what people expect of paragraphs. */
function pairsOfLines(hunk: Hunk): Hunk[] {
  const removed = linesOf(hunk.removed);
  const added = linesOf(hunk.added);
  if (removed.length !== added.length) return [hunk];
  let at = hunk.start;
  return removed.map((line, index) => {
    const pair = whole(line, added[index] ?? '', at);
    at += line.length;
    return pair;
  });
}

function wordHunks(hunk: Hunk, cut: WordCutter): Hunk[] {
  if (hunk.removed === hunk.added) return [];
  const hunks = compared(cut(hunk.removed), cut(hunk.added), hunk.start);
  return joined(hunks, hunk.removed, hunk.start);
}

/**
 * Changes next to each other become one where they are one thought: between them are only spaces or a short word, and they are more
 * than one word for another each. Two corrected words in a row stay two.
 */
function joined(hunks: readonly Hunk[], text: string, offset: number): Hunk[] {
  const result: Hunk[] = [];
  for (const hunk of hunks) {
    let own = hunk;
    for (let last = result.at(-1); last !== undefined; last = result.at(-1)) {
      const between = text.slice(last.end - offset, own.start - offset);
      if (!belongTogether(last, between, own)) break;
      result.pop();
      own = {
        start: last.start,
        end: own.end,
        removed: last.removed + between + own.removed,
        added: last.added + between + own.added,
      };
    }
    result.push(own);
  }
  return result.map(withoutSameSpaces);
}

/** Without the spaces that both sides end with. */
function withoutSameSpaces({ start, end, removed, added }: Hunk): Hunk {
  let same = 0;
  while (removed.at(-1 - same) === ' ' && added.at(-1 - same) === ' ') same++;
  const own = (text: string) => text.slice(0, text.length - same);
  return { start, end: end - same, removed: own(removed), added: own(added) };
}

function belongTogether(a: Hunk, between: string, b: Hunk): boolean {
  if (between.includes('\n')) return false;
  const isOneForOne = (hunk: Hunk) => countOfWords(hunk.removed) === 1 && countOfWords(hunk.added) === 1;
  if (between.trim() === '') return !(isOneForOne(a) && isOneForOne(b));
  const isLarge = (hunk: Hunk) => countOfWords(hunk.removed) + countOfWords(hunk.added) > 2;
  return between.trim().length <= 3 && isLarge(a) && isLarge(b);
}
