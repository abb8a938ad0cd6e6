/** A statement at the head of a file that brings something in. */
interface Import {
  readonly text: string;
  /** Its first and last line, from 0. */
  readonly first: number;
  readonly last: number;
}

const opening =
  /^\s*(?:import\b|from\s+\S+\s+import\b|use\s|using\s|require(?:_relative)?\b|#\s*include\b|@testable\s|library\(|extern crate\b|(?:const|let|var|local)\s[^=]+=\s*(?:await\s+)?(?:require|import)\s*\()/;

/** What may stand between imports: nothing, a comment, and what says what the file is. */
const between =
  /^\s*(?:$|\/\/|\/\*|\*|#(?!\s*include)|--|"""|'use strict'|"use strict"|package\b|namespace\b[^{]*;?\s*$|<\?php)/;

/** The imports at the head of a piece of code, and the line on which the rest begins. */
export function importsOf(code: string): { readonly imports: readonly Import[]; readonly body: number } {
  const lines = code.split('\n');
  const imports: Import[] = [];
  let body = 0;
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line] ?? '';
    if (!opening.test(text)) {
      if (between.test(text)) continue;
      break;
    }
    const last = lastLineOf(lines, line);
    imports.push({ text: lines.slice(line, last + 1).join('\n'), first: line, last });
    body = last + 1;
    line = last;
  }
  return { imports, body };
}

/** The longest import, in lines. One that has not ended by then never does, and is taken for its first line. */
const longestImport = 60;

function lastLineOf(lines: readonly string[], first: number): number {
  for (let last = first; last < Math.min(lines.length, first + longestImport); last++) {
    if (!isOpen(lines.slice(first, last + 1).join('\n'))) return last;
  }
  return first;
}

/** Whether a statement goes on: a bracket of it is not closed yet. */
function isOpen(text: string): boolean {
  const count = (brackets: RegExp) => text.match(brackets)?.length ?? 0;
  return count(/[({]/g) > count(/[)}]/g) || /[,\\]\s*$/.test(text);
}

/** Those of some imports that a file does not have, each as it should stand in it. */
export function missingImports(wanted: readonly string[], existing: readonly string[]): readonly string[] {
  const there = existing.flatMap(single);
  const known = new Set(there.map(plain));
  const bound = new Set(there.flatMap(namesBoundBy));
  return wanted.flatMap(single).flatMap((text) => {
    if (known.has(plain(text))) return [];
    const names = namesBoundBy(text);
    if (names.length === 0) return [text];
    const missing = names.filter((name) => !bound.has(name));
    if (missing.length === names.length) return [text];
    return missing.length === 0 ? [] : [withNames(text, new Set(missing))];
  });
}

/** Go's block of imports is as many statements. */
function single(text: string): readonly string[] {
  const block = /^\s*import\s*\(([^)]*)\)\s*$/.exec(text)?.[1];
  if (block === undefined) return [text];
  return block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .map((line) => `import ${line}`);
}

const plain = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([{(,]) | ([})])/g, '$1$2')
    .replaceAll("'", '"')
    .replace(/,(?=[})])/, '')
    .replace(/;\s*$/, '')
    .trim();

const named = /\{([^}]*)\}/;

/** The names that a statement of JavaScript's binds: binding one twice is an error there. None for other languages. */
function namesBoundBy(text: string): readonly string[] {
  if (!/^\s*(?:import\b[^(]*\bfrom\b|(?:const|let|var)\s)/.test(text) || /^\s*from\s/.test(text)) return [];
  const head = text.replace(/\bfrom\s*['"][^'"]*['"].*$|=\s*(?:await\s+)?(?:require|import)\s*\([\s\S]*$/, '');
  const inBraces = (named.exec(head)?.[1] ?? '').split(',').map(nameBoundBy);
  const outside = head
    .replace(named, '')
    .replace(/^\s*(?:import(?:\s+type)?|const|let|var)\b/, '')
    .split(',')
    .map(nameBoundBy);
  return [...outside, ...inBraces].filter((name) => name !== '');
}

/** `total as sum`, `total: sum`, `* as all`, `type Total` */
const nameBoundBy = (text: string) => /([\w$]+)\s*$/.exec(text.trim())?.[1] ?? '';

/** An import of only these of its names. */
function withNames(text: string, wanted: ReadonlySet<string>): string {
  const byDefault = /^(\s*import(?:\s+type)?)\s+([\w$]+)\s*,\s*(?=\{)/;
  const own = text.replace(byDefault, (all, head: string, name: string) => (wanted.has(name) ? all : `${head} `));
  return own.replace(named, (_, names: string) => {
    const kept = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => wanted.has(nameBoundBy(name)));
    return `{ ${kept.join(', ')} }`;
  });
}
