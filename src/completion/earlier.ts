import type { CursorText, PlacedText } from '../base/text.ts';

/**
 * A cursor whose text begins with what stands before its own document: the earlier cells of a notebook, on lines before the
 * first. Its position stays where it is. Where the document itself is longer than what is taken of it, they are too far away.
 */
export function withEarlier(cursor: CursorText): CursorText {
  if (!cursor.earlier || cursor.firstLine > 0) return cursor;
  const above = cursor.earlier.map(({ text }) => text).join('');
  return { ...cursor, before: above + cursor.before, firstLine: 1 - above.split('\n').length };
}

/**
 * The end of the text before a cursor, piece by piece, each with the place it came from.
 * @param before what a prompt holds of it, the earlier cells included
 */
export function placedBefore(cursor: Pick<CursorText, 'origin' | 'before' | 'earlier'>, before: string): PlacedText[] {
  const placed: PlacedText[] = [];
  let end = before.length;
  for (const { origin, text } of [
    { origin: cursor.origin, text: cursor.before },
    ...(cursor.earlier ?? []).toReversed(),
  ]) {
    const start = Math.max(0, end - text.length);
    if (start < end) placed.unshift({ origin, text: before.slice(start, end) });
    end = start;
  }
  return placed;
}

/** Whether the same stands before two documents. */
export function isSameEarlier(a: readonly PlacedText[] = [], b: readonly PlacedText[] = []): boolean {
  return a === b || (a.length === b.length && a.every(({ text }, index) => text === b[index]?.text));
}
