import { type CursorText, firstLine } from '../base/text.ts';

/** Where a suggestion was made: enough to know later whether the cursor has come there again, or further along. */
interface Place {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  /** The text just before the cursor, as far as it is compared. */
  readonly tail: string;
  readonly restOfLine: string;
}

/** How much text before a suggestion must be the same, in UTF-16 code units. */
const comparedCharacters = 1000;

const mostKnown = 50;

/**
 * Remembers suggestions by the text before them, so that typing along one, or coming back to it, needs no request.
 */
export class TypedThrough {
  #known: { readonly place: Place; readonly text: string; readonly model: string }[] = [];

  /** What is left of a known suggestion at this cursor: the newest one that agrees with what was typed. */
  find(cursor: CursorText): { text: string; model: string } | undefined {
    for (let index = this.#known.length - 1; index >= 0; index--) {
      const known = this.#known[index];
      const typed = known && typedSince(known.place, cursor);
      if (known && typed !== undefined && known.text.startsWith(typed)) {
        const text = known.text.slice(typed.length);
        if (text.trim() !== '') return { text, model: known.model };
      }
    }
    return undefined;
  }

  keep(cursor: CursorText, text: string, model: string): void {
    this.#known = [...this.#known.slice(1 - mostKnown), { place: placeOf(cursor), text, model }];
  }

  clear(): void {
    this.#known = [];
  }
}

/**
 * Whether the answer that is arriving for `asked` may still be wanted at `now`: what was typed meanwhile agrees with what has
 * arrived. What has not arrived yet cannot contradict.
 */
export function stillAgrees(asked: CursorText, arrived: string, now: CursorText): boolean {
  const typed = typedSince(placeOf(asked), now);
  return typed !== undefined && (arrived.startsWith(typed) || typed.startsWith(arrived));
}

function placeOf(cursor: CursorText): Place {
  const { line, character } = cursor.position;
  const tail = cursor.before.slice(-comparedCharacters);
  return { uri: cursor.origin.uri, line, character, tail, restOfLine: firstLine(cursor.after) };
}

/** The text between a place and the cursor; undefined when the cursor is not at or behind it, or the text around it changed. */
function typedSince(place: Place, cursor: CursorText): string | undefined {
  const { line: cursorLine } = cursor.position;
  if (place.uri !== cursor.origin.uri || place.restOfLine !== firstLine(cursor.after)) return undefined;
  if (cursorLine < place.line || cursorLine - place.line > 100) return undefined;
  let lineStart = cursor.before.lastIndexOf('\n') + 1;
  for (let line = cursorLine; line > place.line; line--) {
    if (lineStart === 0) return undefined;
    lineStart = cursor.before.lastIndexOf('\n', lineStart - 2) + 1;
  }
  const from = lineStart + place.character;
  if (from > cursor.before.length) return undefined;
  const before = cursor.before.slice(Math.max(0, from - comparedCharacters), from);
  // The two windows may begin at different lines: only what both hold is compared.
  return before.endsWith(place.tail.slice(-before.length)) && place.tail.endsWith(before.slice(-place.tail.length))
    ? cursor.before.slice(from)
    : undefined;
}
