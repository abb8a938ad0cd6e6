import type { Origin, OriginKind, TextRange } from '../../base/text.ts';

/** How a piece of another file came to be known. */
export type PieceKind = Extract<OriginKind, 'edited' | 'viewed' | 'definition' | 'similar'>;

/** A piece of another file that may help to complete this one: whole lines, with the place they come from. */
export interface NearbyPiece {
  readonly origin: Origin & { readonly kind: PieceKind };
  readonly languageId: string;
  readonly text: string;
}

/** A text by its lines, so that a large document need not be copied. Lines count from 0 and have no end of line. */
export interface Lines {
  readonly count: number;
  at(line: number): string;
}

/** The largest piece, in UTF-16 code units: a function of some twenty lines. */
export const mostPieceCharacters = 700;

/** How many lines round what is wanted may come along, on either side. */
const linesAround = 4;

/** A longer line was written by a program: minified code, data. In UTF-16 code units. */
const mostLineCharacters = 300;

/** Less text than this says nothing, in UTF-16 code units without blanks. */
const leastCharacters = 20;

/**
 * Whole lines from the first that is wanted on, as many as a piece holds; with room left, some more around them.
 * @returns undefined where there is nothing worth reading, or no text that a person wrote
 */
export function pieceAround(
  lines: Lines,
  wanted: { readonly first: number; readonly last: number },
): { readonly range: TextRange; readonly text: string } | undefined {
  const first = Math.max(0, wanted.first);
  const last = Math.min(wanted.last, lines.count - 1);
  let [from, to, room] = [first, first - 1, mostPieceCharacters];
  const fits = (line: number) => {
    if (line < 0 || line >= lines.count) return false;
    room -= lines.at(line).length + 1;
    return room >= 0;
  };
  while (to < last && fits(to + 1)) to++;
  if (to === last) {
    for (let around = 1; around <= linesAround; around++) {
      if (fits(last + around)) to++;
      if (fits(first - around)) from--;
      if (room < 0) break;
    }
  }
  while (from <= to && lines.at(from).trim() === '') from++;
  while (to >= from && lines.at(to).trim() === '') to--;
  const taken = Array.from({ length: to - from + 1 }, (_, index) => lines.at(from + index));
  const text = taken.map((line) => `${line}\n`).join('');
  if (taken.some((line) => line.length > mostLineCharacters) || text.includes('\u0000')) return undefined;
  if (text.replace(/\s/g, '').length < leastCharacters) return undefined;
  return { text, range: { start: { line: from, character: 0 }, end: { line: to, character: lines.at(to).length } } };
}
