/**
 * Text taken once from the editor as plain values, each with the place it came from.
 * Text without an origin cannot enter a prompt: that is what lets `privacy/` decide what may leave.
 */

/** A place in a document. Lines and characters count from 0; characters are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a document, the end not included. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}

/** How a piece of text came to be in a prompt. */
export type OriginKind =
  | 'cursor' // around the cursor, for a completion
  | 'selection'
  | 'symbol' // the enclosing function, class …
  | 'section' // the enclosing heading's section
  | 'file'
  | 'cell' // an earlier cell of the notebook, for a completion
  | 'edited' // of another file: edited lately, for a completion
  | 'viewed' // of another file: looked at lately
  | 'definition' // of another file: what a name in this one stands for
  | 'similar' // of another file in the same folder
  | 'diagnostic' // what a language's own tools say of it
  | 'example' // of another file: a test of the project, for its style
  | 'task' // the words of a task that somebody wrote as a file
  | 'diff' // what changed in a file
  | 'terminal' // what a terminal shows
  | 'handed' // handed over by another extension, or by VS Code's own chat
  | 'typed' // typed by the user into a Hearth input box
  | 'answer'; // an earlier answer of a model

/** Where a piece of text came from. */
export interface Origin {
  readonly kind: OriginKind;
  /** The document's full URI, as a string; `hearth:typed`, `hearth:answer`, `hearth:handed` or `hearth:terminal` for text that has no document. */
  readonly uri: string;
  /** The path as people know it: relative to the workspace folder where there is one, with forward slashes. */
  readonly path: string;
  readonly range: TextRange;
}

/** A text with the place it came from. */
export interface PlacedText {
  readonly origin: Origin;
  readonly text: string;
}

/** A document around the cursor: the whole lines near it, the cursor between `before` and `after`. */
export interface CursorText {
  readonly origin: Origin;
  readonly languageId: string;
  /** The document's version, to notice that it changed meanwhile. */
  readonly version: number;
  /** Where the cursor is. */
  readonly position: Position;
  /** Text from the start of line `firstLine` to the cursor. */
  readonly before: string;
  /** Text from the cursor to the end of the last line taken. */
  readonly after: string;
  /** The line on which `before` begins. */
  readonly firstLine: number;
  /** What stands before the document itself, the earlier cells of a notebook: each ends with a blank line. */
  readonly earlier?: readonly PlacedText[];
}

/** The text a task works on. */
export interface Excerpt {
  readonly origin: Origin;
  readonly languageId: string;
  readonly text: string;
  /** What was taken, in the user's words: "selection", "function render", "section Setup", "whole file". */
  readonly label: string;
  /** The pieces that the text consists of, where they are not all from one place. A part of the text keeps the pieces of all of it. */
  readonly pieces?: readonly PlacedText[];
}

/** Whether an excerpt stands in a document as it is, so that something can be put in its place, or below it. */
export function standsInDocument({ origin }: Pick<Excerpt, 'origin'>): boolean {
  return origin.kind !== 'diff' && origin.kind !== 'terminal';
}

/**
 * The text of an excerpt with where each piece of it is from.
 * @throws {RangeError} when the text is no part of what its pieces are: then nobody knows where it is from
 */
export function placedPieces({ text, origin, pieces }: Excerpt): readonly PlacedText[] {
  if (pieces === undefined) return [{ text, origin }];
  let start = pieces
    .map((piece) => piece.text)
    .join('')
    .indexOf(text);
  if (start < 0) throw new RangeError('the text is from none of its pieces');
  let left = text.length;
  return pieces.flatMap((piece) => {
    const own = piece.text.slice(start, start + left);
    start = Math.max(0, start - piece.text.length);
    left -= own.length;
    return own === '' ? [] : [{ ...piece, text: own }];
  });
}

/** The line of `text` that ends at its end: what stands left of the cursor when `text` is all before it. */
export function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** The line of `text` that begins at its start: what stands right of the cursor when `text` is all after it. */
export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
