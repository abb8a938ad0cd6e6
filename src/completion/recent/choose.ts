import type { CursorText } from '../../base/text.ts';
import { isOfProse } from '../../writing/proseAt.ts';
import type { NearbyPiece, PieceKind } from './piece.ts';

/** The most pieces in a prompt. */
const mostPieces = 8;

/** Whose turn it is to give a piece: with little room, some of each kind helps more than much of one. */
const turns: readonly PieceKind[] = ['edited', 'definition', 'viewed', 'similar'];

/** A shorter line, such as a bracket, stands everywhere; in UTF-16 code units. */
const leastLineCharacters = 6;

/**
 * Chooses pieces of other files for a place. What was chosen before stays in front, in its order, as far as it still counts:
 * an engine keeps what it has read of it. New pieces stand behind it, the one that promises most last, nearest to the cursor.
 * @param candidates all there are, of each kind the best first
 * @param before what was chosen for this file until now
 * @param room the most that all pieces may have together, in UTF-16 code units
 */
export function choosePieces(
  cursor: CursorText,
  candidates: readonly NearbyPiece[],
  before: readonly NearbyPiece[],
  room: number,
): readonly NearbyPiece[] {
  const known = significantLines(cursor.before + cursor.after);
  let left = room;
  const take = (piece: NearbyPiece) => {
    const lines = significantLines(piece.text);
    if (piece.text.length > left || repeats(lines, known)) return false;
    left -= piece.text.length;
    for (const line of lines) known.add(line);
    return true;
  };
  const fitting = candidates.filter((piece) => fits(piece, cursor));
  const kept: NearbyPiece[] = [];
  for (const piece of before.slice(0, mostPieces)) {
    const now = fitting.find((candidate) => isSamePiece(candidate, piece));
    if (!now || !take(now)) break;
    kept.push(now);
  }
  const added: NearbyPiece[] = [];
  for (const piece of inTurns(fitting)) {
    if (kept.length + added.length >= mostPieces) break;
    if (take(piece)) added.unshift(piece);
  }
  return [...kept, ...added];
}

/** Whether two pieces are the same to a model: lines that have moved within their file stay what they are. */
export function isSamePiece(one: NearbyPiece, other: NearbyPiece): boolean {
  return one.text === other.text && one.origin.uri === other.origin.uri && one.origin.path === other.origin.path;
}

/** Of another file, and of the same sort of text: prose does not help code, nor the other way round. */
function fits({ origin, languageId }: NearbyPiece, cursor: CursorText): boolean {
  if (fileOf(origin.uri) === fileOf(cursor.origin.uri)) return false;
  return isOfProse(languageId) === isOfProse(cursor.languageId);
}

/** The cells of a notebook have one file, and a fragment each. */
const fileOf = (uri: string) => uri.replace(/^vscode-notebook-cell:/, 'file:').replace(/#.*$/s, '');

/** The first of each kind in turn, then the second of each, and so on. */
function inTurns(pieces: readonly NearbyPiece[]): readonly NearbyPiece[] {
  const kinds = turns.map((kind) => pieces.filter(({ origin }) => origin.kind === kind));
  const most = Math.max(0, ...kinds.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => kinds.flatMap((kind) => kind.slice(index, index + 1))).flat();
}

function significantLines(text: string): Set<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(({ length }) => length >= leastLineCharacters),
  );
}

/** Whether at least half of the lines are known already. */
function repeats(lines: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  const again = [...lines].filter((line) => known.has(line)).length;
  return again * 2 >= lines.size;
}
