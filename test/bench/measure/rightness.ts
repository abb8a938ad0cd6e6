/**
 * Whether what is visible agrees with what is going to be typed, through the end of the current line at least. Lines behind it
 * may be wrong: they are judged when they become the current one. At the end of a line, the next line with text is the current one.
 */
export function isRight(visible: string, future: string): boolean {
  const line = /^\n*[^\n]*/.exec(future)?.[0] ?? '';
  if (line === '' || !visible.startsWith(line)) return false;
  return visible.length === line.length || visible[line.length] === '\n';
}

/** The part of what is visible that agrees, in whole lines: what somebody who accepts line by line takes of it. */
export function rightPart(visible: string, future: string): string {
  let end = 0;
  for (let next = 0; next < visible.length; ) {
    const newline = visible.indexOf('\n', next + 1);
    next = newline < 0 ? visible.length : newline;
    const ends = future.length === next || future[next] === '\n';
    if (!ends || !future.startsWith(visible.slice(0, next))) break;
    end = next;
  }
  return visible.slice(0, end);
}
