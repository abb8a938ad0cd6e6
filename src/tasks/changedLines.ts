import type { Origin, PlacedText, Position } from '../base/text.ts';
import { type Hunk, hunksBetween } from '../writing/guards/hunks.ts';

/** How many lines that stay are shown round those that change. */
const linesAround = 3;

/** One side of a comparison: a whole document, with `\n` as its line end. */
export type Side = PlacedText;

/** Lines that a person selected on one side, counted from 0, the last one included. */
export interface SelectedLines {
  readonly side: 'original' | 'modified';
  readonly first: number;
  readonly last: number;
}

/** A change by lines: `removed` of the original from line `before` on became `added` of the modified side from line `after` on. */
interface LineChange {
  readonly before: number;
  readonly after: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/**
 * What differs between two sides, line by line with a few lines round it, as people read it: `-` before what was, `+` before what is. Each
 * run of lines carries the origin of the side that it is from; what is on both sides is of the modified one.
 * @param selected only changes that touch these lines
 * @returns nothing when there is none
 */
export function changedLines(original: Side, modified: Side, selected?: SelectedLines): readonly PlacedText[] {
  const changes = lineChanges(hunksBetween(original.text, modified.text, 'line'), original.text).filter((change) =>
    touches(change, selected),
  );
  const now = linesIn(modified.text);
  const pieces: PlacedText[] = [];
  const add = (side: Side, sign: string, first: number, lines: readonly string[], head = '') => {
    if (lines.length === 0 && head === '') return;
    const text = head + lines.map((line) => `${sign}${line}\n`).join('');
    pieces.push({ text, origin: at(side.origin, first, lines.length) });
  };
  let shown = 0; // lines of the modified side
  for (const [index, { before, after, removed, added }] of changes.entries()) {
    const from = Math.max(shown, after - linesAround);
    const head = from > shown || index === 0 ? `@@ line ${before + 1}, now line ${after + 1} @@\n` : '';
    add(modified, ' ', from, now.slice(from, after), head);
    add(original, '-', before, removed);
    add(modified, '+', after, added);
    const end = after + added.length;
    const next = changes[index + 1]?.after ?? Number.POSITIVE_INFINITY;
    shown = Math.min(end + linesAround, next, now.length);
    add(modified, ' ', end, now.slice(end, shown));
  }
  return pieces;
}

/** Hunks by line; the last line counts as one also where it has no end. */
function lineChanges(hunks: readonly Hunk[], original: string): readonly LineChange[] {
  let grown = 0;
  return hunks.map(({ start, removed: gone, added: come }) => {
    const before = linesIn(original.slice(0, start)).length;
    const [removed, added] = [linesIn(gone), linesIn(come)];
    const change = { before, after: before + grown, removed, added };
    grown += added.length - removed.length;
    return change;
  });
}

function touches({ before, after, removed, added }: LineChange, selected: SelectedLines | undefined): boolean {
  if (!selected) return true;
  const [first, count] = selected.side === 'original' ? [before, removed.length] : [after, added.length];
  return first <= selected.last && selected.first <= first + Math.max(0, count - 1);
}

function linesIn(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function at(origin: Origin, first: number, count: number): Origin {
  const start: Position = { line: first, character: 0 };
  return { ...origin, range: { start, end: { line: first + count, character: 0 } } };
}
