import { type CursorText, firstLine, type PlacedText } from '../base/text.ts';
import { isSameEarlier } from './earlier.ts';

/** Where something was asked: enough to know later whether a cursor has come there again, or further along. */
export interface Place {
  readonly uri: string;
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
  /** The text just before the place, as far as it is compared. */
  readonly tail: string;
  /** The line on which the text began that the tail was taken from. */
  readonly firstLine: number;
  readonly restOfLine: string;
  /** What stood before the document itself. */
  readonly earlier?: readonly PlacedText[];
}

/** What stands between a place and a cursor behind it. */
export interface Typed {
  readonly text: string;
  /** Brackets and quotes that the editor closed by itself right of the cursor since: typing goes through them. */
  readonly closers: string;
}

/** How much text before a place must be the same, in UTF-16 code units. */
const comparedCharacters = 1000;

/** A person does not type further than this along one suggestion. */
const mostLines = 100;

/** The place of a cursor. */
export function placeOf(cursor: CursorText): Place {
  const { line, character } = cursor.position;
  const tail = cursor.before.slice(-comparedCharacters);
  return {
    uri: cursor.origin.uri,
    line,
    character,
    tail,
    firstLine: cursor.firstLine,
    restOfLine: firstLine(cursor.after),
    ...(cursor.earlier ? { earlier: cursor.earlier } : {}),
  };
}

/** What was typed between a place and the cursor; undefined when the cursor is not at or behind it, or the text around it changed. */
export function typedSince(place: Place, cursor: CursorText): Typed | undefined {
  const { line: cursorLine } = cursor.position;
  if (place.uri !== cursor.origin.uri || !isSameEarlier(place.earlier, cursor.earlier)) return undefined;
  const closers = closersBetween(place.restOfLine, firstLine(cursor.after));
  if (closers === undefined || cursorLine < place.line || cursorLine - place.line > mostLines) return undefined;
  let lineStart = cursor.before.lastIndexOf('\n') + 1;
  for (let line = cursorLine; line > place.line; line--) {
    if (lineStart === 0) return undefined;
    lineStart = lineStart < 2 ? 0 : cursor.before.lastIndexOf('\n', lineStart - 2) + 1;
  }
  const from = lineStart + place.character;
  if (from > cursor.before.length) return undefined;
  const before = cursor.before.slice(Math.max(0, from - comparedCharacters), from);
  if (place.firstLine === cursor.firstLine && before.length !== place.tail.length) return undefined;
  // Two windows may begin at different lines: only what both hold is compared.
  return before.endsWith(place.tail.slice(-before.length)) && place.tail.endsWith(before.slice(-place.tail.length))
    ? { text: cursor.before.slice(from), closers }
    : undefined;
}

/**
 * What now stands before the old rest of the line, if it is nothing but what an editor closes by itself; '' too when such
 * brackets were typed over. Undefined when the rest of the line is another one.
 */
function closersBetween(before: string, now: string): string | undefined {
  if (before === now) return '';
  const [longer, shorter] = before.length < now.length ? [now, before] : [before, now];
  if (!longer.endsWith(shorter)) return undefined;
  const difference = longer.slice(0, longer.length - shorter.length);
  if (!/^[)\]}>"'`]+$/.test(difference)) return undefined;
  return longer === now ? difference : '';
}
