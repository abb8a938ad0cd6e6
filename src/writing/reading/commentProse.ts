import type { CommentSyntax } from './commentSyntax.ts';
import { type Comment, commentsIn } from './comments.ts';
import { unwrapped, wrapped } from './lineStarts.ts';

/** Prose within comments, in UTF-16 offsets, without the marks and spaces around it. */
export interface Prose {
  readonly start: number;
  readonly end: number;
  /** What stands at the start of each of its further lines. */
  readonly lineStart: string;
}

/** What is read by tools, or is the law: nobody rewrites it. */
const forTools = new RegExp(
  `^(?:${[
    '@ts-|ts-|tslint|eslint|biome-|prettier|istanbul|c8 |v8 |webpack|jshint|@jsx|@license|@preserve|@vite|sourceMappingURL',
    'noqa|nolint|type: |mypy:|pylint|fmt:|yapf|isort|ruff|coding[:=]|-\\*-|vim:|rubocop|frozen_string_literal',
    'pragma|#?region|#?endregion|go:|\\+build|clang-format|noinspection|<reference|<amd|shellcheck',
    'SPDX|copyright|\\(c\\)|licensed under|todo\\(|fixme\\(',
  ].join('|')})`,
  'i',
);

/** A line of code that somebody commented out, a prompt, or a tag. */
const looksLikeCode = new RegExp(
  `[;{}]\\s*$|^(?:${[
    '(?:const|let|var)\\s+[\\w${[]+.*=|(?:if|for|while|switch) ?\\(|(?:import|export)\\b.*[\'"{]|(?:def|function)\\s+\\w+\\s*\\(|class \\w+\\s*[({:]',
    '[\\w.$]+\\([^)]*\\)\\s*$|[\\w.$[\\]]+\\s*[-+*/]?=[^=]|</?\\w+[^>]*>\\s*$|[>$] ',
  ].join('|')})`,
);

/** The prose of all comments of a piece of code, in order. */
export function proseIn(code: string, syntax: CommentSyntax): Prose[] {
  return paragraphsOfComments(code, commentsIn(code, syntax)).flatMap((lines) => runs(code, lines));
}

/** One line of a comment: where its words begin and where they end, and the marks that another line like it would begin with. */
interface Line {
  readonly words: number;
  readonly end: number;
  readonly mark: string;
}

/** The lines of each comment; comments of a line that stand under each other are one. */
function paragraphsOfComments(code: string, comments: readonly Comment[]): Line[][] {
  const result: Line[][] = [];
  let last: Comment | undefined;
  for (const comment of comments) {
    const continues =
      last !== undefined && last.closing === '' && comment.closing === '' && isNextLine(code, last, comment);
    const lines = comment.closing === '' ? [lineOf(code, comment)] : linesOf(code, comment);
    if (continues) result.at(-1)?.push(...lines);
    else result.push(lines);
    last = comment;
  }
  return result;
}

/** Whether a comment stands alone on its line, right under this one, which does too. */
function isNextLine(code: string, above: Comment, below: Comment): boolean {
  const start = lineStartOf(code, above.start);
  return (
    above.opening === below.opening &&
    /^\r?\n[ \t]*$/.test(code.slice(above.end, below.start)) &&
    code.slice(start, above.start).trim() === '' &&
    below.start - lineStartOf(code, below.start) === above.start - start
  );
}

function lineStartOf(code: string, at: number): number {
  return code.lastIndexOf('\n', at - 1) + 1;
}

/** The comment of a line: its marks are all those that it begins with, and one space. */
function lineOf(code: string, { start, end, opening }: Comment): Line {
  const more = /^[/!#;%*-]*[ \t]?/.exec(code.slice(start + opening.length, end))?.[0].length ?? 0;
  const words = start + opening.length + more;
  const indentation = /^[ \t]*/.exec(code.slice(lineStartOf(code, start), start))?.[0] ?? '';
  return { words, end: trimmedEnd(code, words, end), mark: indentation + code.slice(start, words) };
}

/** The lines of a comment that goes over several: their mark is a star, if they have one, and the spaces around it. */
function linesOf(code: string, { start, end, opening, closing }: Comment): Line[] {
  const isClosed = code.slice(start + opening.length, end).endsWith(closing);
  const last = isClosed ? end - closing.length : end;
  const lines: Line[] = [];
  let at = start + opening.length;
  while (at <= last) {
    const newline = code.indexOf('\n', at);
    const lineEnd = newline < 0 || newline >= last ? last : newline;
    const mark = lines.length === 0 ? /^[*!#-]*[ \t]*/ : /^[ \t]*(?:\*+(?=[ \t\r]|$)[ \t]?)?/;
    const words = at + (mark.exec(code.slice(at, lineEnd))?.[0].length ?? 0);
    lines.push({ words, end: trimmedEnd(code, words, lineEnd), mark: lines.length === 0 ? '' : code.slice(at, words) });
    at = lineEnd + 1;
  }
  return lines;
}

function trimmedEnd(code: string, from: number, end: number): number {
  return from + code.slice(from, end).trimEnd().length;
}

/** The prose in lines that follow each other: together where all begin alike, else line by line. */
function runs(code: string, lines: readonly Line[]): Prose[] {
  const result: Prose[] = [];
  let run: Line[] = [];
  let fenced = false;
  const close = () => {
    result.push(...proseOf(code, run));
    run = [];
  };
  for (const line of lines) {
    const words = code.slice(line.words, line.end);
    const isFence = /^(?:```|~~~)/.test(words.trimStart());
    const isForTools = line.mark.startsWith('#!') || forTools.test(words);
    if (isFence || fenced || isForTools || looksLikeCode.test(words.trimStart())) close();
    else run.push(line);
    if (isFence) fenced = !fenced;
  }
  close();
  return result;
}

function proseOf(code: string, lines: readonly Line[]): Prose[] {
  const hasWords = (line: Line) => /\p{L}/u.test(code.slice(line.words, line.end));
  const first = lines.findIndex(hasWords);
  const last = lines.findLastIndex(hasWords);
  const [head, tail] = [lines[first], lines[last]];
  if (head === undefined || tail === undefined) return [];
  // A list or an example in a comment is indented further: what all lines share is the shortest mark.
  const marks = lines
    .slice(first + 1, last + 1)
    .filter(hasWords)
    .map(({ mark }) => mark);
  const lineStart = marks.reduce(
    (shortest, mark) => (mark.length < shortest.length ? mark : shortest),
    marks[0] ?? head.mark,
  );
  const start = head.words + (/^\s*/.exec(code.slice(head.words, head.end))?.[0].length ?? 0);
  const text = code.slice(start, tail.end);
  const plain = unwrapped(text, lineStart);
  if (plain !== undefined && wrapped(plain, lineStart) === text) return [{ start, end: tail.end, lineStart }];
  return lines
    .filter(hasWords)
    .map((line) => ({ start: line.words, end: line.end, lineStart: line.mark || lineStart }));
}
