/**
 * Whether one text becomes the other by at most `most` changes of a UTF-16 code unit. Only what lies that near to the diagonal is
 * looked at: the work grows with the length and `most`, not with the square of the length.
 */
export function withinDistance(first: string, second: string, most: number): boolean {
  if (Math.abs(first.length - second.length) > most) return false;
  const width = Math.min(most, Math.max(first.length, second.length));
  const far = most + 1;
  let row = new Map<number, number>();
  for (let column = 0; column <= Math.min(second.length, width); column++) row.set(column, column);
  for (let line = 1; line <= first.length; line++) {
    const next = new Map<number, number>();
    for (let column = Math.max(0, line - width); column <= Math.min(second.length, line + width); column++) {
      const same = first[line - 1] === second[column - 1];
      const diagonal = column === 0 ? far : (row.get(column - 1) ?? far) + (same ? 0 : 1);
      next.set(column, Math.min(diagonal, (row.get(column) ?? far) + 1, (next.get(column - 1) ?? far) + 1));
    }
    row = next;
  }
  return (row.get(second.length) ?? far) <= most;
}
