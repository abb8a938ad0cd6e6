import type { Change } from '../../../writing/guards/change.ts';
import { importsOf, missingImports } from './imports.ts';

/** Tests put into a file: only additions, so that nothing of what stands there can be lost. */
export type JoinedTests =
  | { readonly kind: 'joined'; readonly changes: readonly Change[] }
  /** Names that stand there already: in some languages, the later one would take the earlier one's place in silence. */
  | { readonly kind: 'taken'; readonly names: readonly string[] };

/** A block that begins with the line of its name and holds tests: a class, or Rust's module. */
interface Block {
  readonly name: string;
  readonly first: number;
  /** The line behind its last one that belongs to it: its closing brace, or what follows its indentation. */
  readonly end: number;
  readonly indentation: string;
}

/**
 * Adds tests to a file that has some: imports below its own, what is for a class or module of it into that, the rest at its end.
 * @param existing the file, with `\n` as line end; @param tests what a model wrote
 */
export function joinTests(existing: string, tests: string, languageId: string): JoinedTests {
  const { imports, body } = importsOf(tests);
  const own = importsOf(existing);
  const wanted = missingImports(
    imports.map(({ text }) => text),
    own.imports.map(({ text }) => text),
  );
  const lines = existing.split('\n');
  const added = withoutBlankEdges(tests.split('\n').slice(body));
  const place = placeFor(lines, added, languageId);
  const there = namesIn(lines.slice(place.from, place.at), place.indentation);
  const taken = namesIn(place.lines, place.indentation).filter((name) => there.includes(name));
  if (taken.length > 0) return { kind: 'taken', names: taken };
  const starts = offsetsOf(lines);
  const changes: Change[] = [];
  if (wanted.length > 0) {
    const line = (own.imports.at(-1)?.last ?? headEnd(lines) - 1) + 1;
    const gap = own.imports.length === 0 && (lines[line] ?? '').trim() !== '' ? '\n' : '';
    changes.push(insertion(starts, line, existing, `${wanted.join('\n')}\n${gap}`));
  }
  if (place.lines.length > 0) {
    const blank = languageId === 'python' && place.indentation === '' ? '\n\n' : '\n';
    const ending =
      place.at < lines.length && (lines[place.at] ?? '').trim() !== '' && !isClosing(lines[place.at]) ? blank : '';
    changes.push(insertion(starts, place.at, existing, `${blank}${place.lines.join('\n')}\n${ending}`));
  }
  // In a file that is broken, the imports can end behind the place for the tests.
  return { kind: 'joined', changes: changes.sort((a, b) => a.start - b.start) };
}

/** Where new tests go, and they as they would stand there. */
interface Placed {
  readonly lines: readonly string[];
  /** The line before which they go. */
  readonly at: number;
  /** The first line of what they must agree with. */
  readonly from: number;
  readonly indentation: string;
}

function placeFor(lines: readonly string[], added: readonly string[], languageId: string): Placed {
  const atEnd = { at: contentEnd(lines), from: 0, indentation: '' };
  const blocks = blocksIn(lines, languageId);
  const [wrapper] = blocksIn(added, languageId);
  const same = wrapper && blocks.findLast(({ name }) => name === wrapper.name);
  const last = blocks.at(-1);
  // Methods without a class belong into the one there is.
  const isMember = languageId !== 'python' || added.some((line) => /^def \w+\(self\b/.test(line));
  const block = same ?? (wrapper === undefined && isMember ? last : undefined);
  if (!block) return { ...atEnd, lines: added };
  const bare = same ? withoutBlankEdges(added.slice(bodyStart(added, wrapper), wrapper.end)) : added;
  const { imports, body } = importsOf(bare.join('\n'));
  const inside = lines.slice(block.first, block.end).join('\n');
  const uses = imports.filter(({ text }) => !inside.includes(text.trim())).map(({ text }) => text.trim());
  const members = withoutBlankEdges([...uses, ...bare.slice(body)]);
  const inner = lines.slice(bodyStart(lines, block), block.end).find((line) => line.trim() !== '');
  const unit = inner === undefined ? `${block.indentation}  ` : indentationOf(inner);
  const end = contentEnd(lines.slice(0, block.end));
  return { lines: indented(members, unit), at: end, from: block.first + 1, indentation: unit };
}

/** How the blocks begin that hold tests, by language: the indentation, and the name. */
const blockStarts: Readonly<Record<string, RegExp>> = {
  python: /^(\s*)class\s+(\w+)/,
  rust: /^(\s*)mod\s+(\w*tests?)\s*\{/,
  elixir: /^(\s*)defmodule\s+([\w.]+)\s+do\b/,
  dart: /^(\s*)(?:void\s+)?(main)\s*\(/,
};
const classStart =
  /^(\s*)(?:(?:public|internal|private|sealed|final|abstract|static|open|partial|@\w+)\s+)*class\s+(\w+)/;

/** Languages in which a test cannot stand outside a class. */
const needClass = new Set(['java', 'kotlin', 'scala', 'groovy', 'csharp', 'php', 'swift']);

/** The classes of a piece of code, by how its lines are indented: a line that is indented no further ends one. */
function blocksIn(lines: readonly string[], languageId: string): readonly Block[] {
  const pattern = blockStarts[languageId] ?? (needClass.has(languageId) ? classStart : undefined);
  if (!pattern) return [];
  return lines.flatMap((line, first) => {
    const [, indentation = '', name] = pattern.exec(line) ?? [];
    if (name === undefined) return [];
    const from = bodyStart(lines, { first });
    const found = lines.findIndex(
      (each, index) => index >= from && each.trim() !== '' && indentationOf(each).length <= indentation.length,
    );
    return [{ name, first, end: found < 0 ? lines.length : found, indentation }];
  });
}

/** The first line within a block; its brace may stand on a line of its own. */
function bodyStart(lines: readonly string[], { first }: Pick<Block, 'first'>): number {
  return (lines[first + 1] ?? '').trim() === '{' ? first + 2 : first + 1;
}

const isClosing = (line: string | undefined) => line !== undefined && /^\s*(?:[})]|end\b)/.test(line);

const indentationOf = (line: string) => /^[ \t]*/.exec(line)?.[0] ?? '';

/** The names of functions, methods and classes that stand at one indentation. */
function namesIn(lines: readonly string[], indentation: string): readonly string[] {
  const declared =
    /^(?:(?:export|public|private|internal|protected|static|final|async|override|pub|suspend|default)\s+)*(?:def|func|fun|fn|function|class|void|const|let|var)\s+(?:\([^)]*\)\s*)?`?(\w+)/;
  return lines
    .filter((line) => indentationOf(line) === indentation)
    .flatMap((line) => declared.exec(line.slice(indentation.length))?.[1] ?? []);
}

/** Lines with this indentation in place of the one that all of them share. */
function indented(lines: readonly string[], indentation: string): readonly string[] {
  const shared = lines
    .filter((line) => line.trim() !== '')
    .reduce((least, line) => Math.min(least, indentationOf(line).length), Number.POSITIVE_INFINITY);
  return lines.map((line) => (line.trim() === '' ? '' : indentation + line.slice(shared)));
}

function withoutBlankEdges(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, contentEnd(lines));
}

/** The line behind the last one that is not blank. */
const contentEnd = (lines: readonly string[]) => lines.findLastIndex((line) => line.trim() !== '') + 1;

/** The line behind what says what a file is: its package, its opening comment. */
function headEnd(lines: readonly string[]): number {
  const found = lines.findIndex(
    (line) => !/^\s*(?:#!|#|\/\/|\/\*|\*|--|package\b|<\?php|namespace\b.*;|'use strict'|"use strict")/.test(line),
  );
  return found < 0 ? lines.length : found;
}

/** Where each line begins, in UTF-16 offsets. */
function offsetsOf(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}

/** Puts whole lines before a line of a text; behind its last line, which may have no end. */
function insertion(starts: readonly number[], line: number, text: string, added: string): Change {
  const start = starts[line];
  if (start !== undefined) return { start, end: start, added };
  return { start: text.length, end: text.length, added: `\n${added.replace(/\n$/, '')}` };
}
