import type { CursorText } from '../../base/text.ts';
import type { Lines } from './piece.ts';

/** A name that a file takes from another one, and where it stands. Line and character count from 0, in UTF-16 code units. */
export interface ImportedName {
  readonly name: string;
  readonly line: number;
  readonly character: number;
}

/** Imports stand at the top: so many lines are looked at. */
const mostLines = 300;

/** An import over more lines than this is none. */
const mostLinesOfOne = 40;

/** How an import begins in JavaScript and TypeScript, Python, Java, Kotlin, Scala, Rust and PHP. */
const begins = /^\s*(?:import\b|from\s+\S+\s+import\b|(?:pub\s+)?use\b|(?:const|let|var)\b[^=]*=\s*require\()/;

const keywords = new Set(
  'import from as type typeof use pub crate self super static const let var require function default export'.split(' '),
);

/** A name that is neither the part of a path nor called something else behind it. */
const taken =
  /(?<![\p{L}\p{N}_$.\\/:])(?:[\p{L}_$][\p{L}\p{N}_$]*(?:\.|::|\\))*([\p{L}_$][\p{L}\p{N}_$]*)(?![\p{L}\p{N}_$])/gu;

/**
 * The names that a file imports. It need not know the language: what looks like an import and is none costs a question to the
 * language server that brings nothing.
 */
export function importedNames(lines: Lines): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (let line = 0; line < Math.min(lines.count, mostLines); line++) {
    if (!begins.test(lines.at(line))) continue;
    const last = lastLineOf(lines, line);
    for (; line <= last; line++) names.push(...namesIn(lines.at(line), line));
    line = last;
  }
  return [...new Map(names.map((name) => [name.name, name])).values()];
}

/** The names that are used nearest to the cursor first; those that are not used nearby last. */
export function nearestFirst(names: readonly ImportedName[], cursor: CursorText): readonly ImportedName[] {
  const distances = new Map<string, number>();
  const words = (text: string) => text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu);
  for (const { 0: word, index } of words(cursor.before))
    distances.set(word, cursor.before.length - index - word.length);
  for (const { 0: word, index } of words(cursor.after)) {
    distances.set(word, Math.min(index, distances.get(word) ?? Number.POSITIVE_INFINITY));
  }
  const distance = ({ name }: ImportedName) => distances.get(name) ?? Number.MAX_SAFE_INTEGER;
  return [...names].sort((one, other) => distance(one) - distance(other));
}

/** Where an import ends that may have its names between brackets, over several lines. */
function lastLineOf(lines: Lines, first: number): number {
  let open = 0;
  for (let line = first; line < Math.min(lines.count, first + mostLinesOfOne); line++) {
    for (const bracket of code(lines.at(line)).match(/[{}()]/g) ?? []) open += /[{(]/.test(bracket) ? 1 : -1;
    if (open <= 0) return line;
  }
  return first;
}

function namesIn(text: string, line: number): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (const found of code(text).matchAll(taken)) {
    const name = found[1] ?? '';
    const end = found.index + found[0].length;
    const behind = text.slice(end);
    if (keywords.has(name) || /^\s+(?:as|import)\b|^\s*(?:::|\.|\\)/.test(behind)) continue;
    names.push({ name, line, character: end - name.length });
  }
  return names;
}

/** The line with its texts and its comment blanked out, at its length. */
const code = (text: string) =>
  text.replace(/(["'`])(?:\\.|(?!\1).)*\1|\/\/.*$|#.*$/g, (found) => ' '.repeat(found.length));
