/**
 * The marks at the start of a comment's lines, such as ` * ` or `// `: taken out of the prose before a model sees it, and put back
 * before each line that comes back, however many they are. A blank line has them without their last spaces.
 */

/** Prose without the marks of its lines, but for the first; undefined where a line begins otherwise. */
export function unwrapped(text: string, lineStart: string): string | undefined {
  const [first = '', ...rest] = text.split('\n');
  const lines = [first];
  for (const line of rest) {
    if (line.startsWith(lineStart)) lines.push(line.slice(lineStart.length));
    else if (line.trimEnd() === lineStart.trimEnd()) lines.push(line.endsWith('\r') ? '\r' : '');
    else return undefined;
  }
  return lines.join('\n');
}

/**
 * Prose with the marks before each of its lines but the first.
 * @param goesOn whether something follows on the last line, so that it is not blank even if it is empty here
 */
export function wrapped(text: string, lineStart: string, goesOn = false): string {
  const [first = '', ...rest] = text.split('\n');
  const lines = rest.map((line, index) => {
    const isBlank = line.trim() === '' && !(goesOn && index === rest.length - 1);
    return isBlank ? lineStart.trimEnd() + (line.endsWith('\r') ? '\r' : '') : lineStart + line;
  });
  return [first, ...lines].join('\n');
}
