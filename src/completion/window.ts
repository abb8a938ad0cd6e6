import type { CursorText } from '../base/text.ts';
import { isSameEarlier, withEarlier } from './earlier.ts';

/** The text that goes into a prompt. */
export interface Window {
  readonly before: string;
  readonly after: string;
}

/** How much text a model gets, in UTF-16 code units. */
export interface WindowSize {
  readonly beforeCharacters: number;
  readonly afterCharacters: number;
}

/** Where a window starts. */
interface Anchor {
  readonly uri: string;
  readonly line: number;
  /** The text of that line. */
  readonly text: string;
  /** What stood before the document itself: when it changes, the window may start further up. */
  readonly earlier: CursorText['earlier'];
}

/**
 * Cuts the text round the cursor to a model's size, keeping the window's start where it was.
 *
 * An engine keeps what it has evaluated of the last prompt and continues from the first character that differs. A window whose
 * start slides along with the cursor throws all of that away at each key (measured: 2465 ms instead of 11 ms). So the start
 * moves only when the text before the cursor has outgrown the window, and then by half a window at once.
 */
export class Windows {
  #anchor: Anchor | undefined;

  /** The window for this text and size. */
  cut(cursor: CursorText, size: WindowSize): Window {
    return {
      before: this.#before(withEarlier(cursor), size.beforeCharacters),
      after: cutAfter(cursor.after, size.afterCharacters),
    };
  }

  #before(cursor: CursorText, most: number): string {
    const anchor = this.#anchor;
    const isHere = anchor?.uri === cursor.origin.uri && isSameEarlier(anchor.earlier, cursor.earlier);
    const kept = isHere ? this.#anchored(cursor, anchor) : undefined;
    if (kept !== undefined && kept.length <= most) return kept;
    const start =
      cursor.before.length <= most ? 0 : lineStart(cursor.before, cursor.before.length - Math.floor(most / 2));
    const before = cursor.before.slice(start);
    this.#anchor = {
      uri: cursor.origin.uri,
      line: cursor.firstLine + countLines(cursor.before, start),
      text: before.slice(0, before.indexOf('\n') + 1),
      earlier: cursor.earlier,
    };
    return before;
  }

  /** The text from the anchor on, while the anchor's line is still the same line. */
  #anchored(cursor: CursorText, anchor: Anchor): string | undefined {
    let start = 0;
    for (let line = cursor.firstLine; line < anchor.line; line++) {
      start = cursor.before.indexOf('\n', start) + 1;
      if (start === 0) return undefined;
    }
    return anchor.line >= cursor.firstLine && cursor.before.startsWith(anchor.text, start)
      ? cursor.before.slice(start)
      : undefined;
  }
}

function cutAfter(after: string, most: number): string {
  if (after.length <= most) return after;
  const end = after.lastIndexOf('\n', most);
  return after.slice(0, end > 0 ? end : whole(after, most));
}

/** The start of the first line that begins at or after `offset`; within one endless line, `offset` itself. */
function lineStart(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset - 1);
  return newline < 0 ? whole(text, offset) : newline + 1;
}

/** The offset, moved so that it does not stand within a surrogate pair. */
function whole(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
