import { type CursorText, firstLine, lastLine } from '../base/text.ts';

/** How far a suggestion may go: to the end of the line, or over a block that the cursor opens. */
export interface Extent {
  readonly mostLines: number;
  /** The indentation, in columns, that a block's lines must keep; undefined on a single line. */
  readonly blockIndent?: number;
  /** The first line below the cursor that is not blank: a suggestion that arrives there is complete. */
  readonly nextLine?: string;
}

/** A block longer than this is rarely right to its end. */
const mostBlockLines = 12;

/** The longest suggestion, in bytes (design: `reliability.md`, caps). */
const mostBytes = 8192;

/** Decides how far a suggestion at this place may go. */
export function extentAt(cursor: Pick<CursorText, 'before' | 'after'>): Extent {
  const left = lastLine(cursor.before);
  const right = firstLine(cursor.after);
  const below = cursor.after.slice(cursor.after.indexOf('\n') + 1).split('\n', 20);
  const nextLine = cursor.after.includes('\n') ? below.find((line) => line.trim() !== '') : undefined;
  const next = nextLine === undefined ? {} : { nextLine: nextLine.trimEnd() };
  const onEmptyLine = left.trim() === '' && right.trim() === '';
  const opens = /[{([:]\s*$|=>\s*$/.test(left) && right.trim() === '';
  if (opens) return { mostLines: mostBlockLines, blockIndent: indentOf(left) + 1, ...next };
  if (onEmptyLine && left.length > 0) return { mostLines: mostBlockLines, blockIndent: indentOf(left), ...next };
  return { mostLines: 1, ...next };
}

/** Where the suggestion ends within `text`, or undefined while more of it may belong. Looks at whole lines only. */
export function endOf(text: string, extent: Extent): number | undefined {
  if (text.length > mostBytes) return lastWholeLine(text);
  let lines = 0;
  let previous = '';
  let repeats = 0;
  for (let start = 0; ; ) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    const line = text.slice(start, end);
    // The line below counts also right behind the newline that ends the cursor's own line; in a block that one opens it.
    if ((lines > 0 || (start > 0 && extent.blockIndent === undefined)) && line.trim() !== '') {
      if (line.trimEnd() === extent.nextLine) return start - 1;
      if (extent.blockIndent !== undefined && indentOf(line) < extent.blockIndent)
        return closes(line) ? end : start - 1;
    }
    repeats = line.trim() !== '' && line === previous ? repeats + 1 : 0;
    if (repeats >= 2) return start - 1;
    previous = line;
    // A newline at the very start only opens the block; it is not a line of it.
    if (end > 0 || extent.mostLines === 1) lines++;
    if (lines >= extent.mostLines) return end;
    start = end + 1;
  }
}

const lastWholeLine = (text: string) => Math.max(0, text.lastIndexOf('\n'));

/** Whether a line only closes the block: it belongs to it although it is indented less. */
const closes = (line: string) => /^\s*[})\]]+[;,)]*\s*$/.test(line);

/** Indentation in columns; a tab counts as four, which is only ever compared with its like. */
function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns++;
    else if (character === '\t') columns += 4;
    else break;
  }
  return columns;
}
