import type { Lines } from './piece.ts';

/** A longer declaration is cut: its head says most. In lines. */
const mostLines = 40;

/**
 * The lines of the declaration that begins on a line, told by their indentation: what stands further in, and what closes it.
 * Language servers often say no more than where a name stands.
 */
export function declarationAt(lines: Lines, first: number): { readonly first: number; readonly last: number } {
  const depth = indentOf(lines.at(first));
  let last = first;
  for (let line = first + 1; line < Math.min(lines.count, first + mostLines); line++) {
    const text = lines.at(line);
    if (text.trim() === '') continue;
    if (indentOf(text) > depth) last = line;
    else {
      // The bracket or word that closes it; one that opens another part, such as `) {`, goes on.
      if (indentOf(text) < depth || !/^\s*(?:[)\]}]|end\b)/.test(text)) break;
      last = line;
      if (!/[({[:]\s*$/.test(text)) break;
    }
  }
  return { first, last };
}

const indentOf = (text: string) => text.length - text.trimStart().length;
