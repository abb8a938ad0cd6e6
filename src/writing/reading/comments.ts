import type { CommentSyntax } from './commentSyntax.ts';

/** A comment with its marks, in UTF-16 offsets, the end not included. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  /** What begins it, such as `//`, and what ends it, which is empty for the comment of a line. */
  readonly opening: string;
  readonly closing: string;
}

/**
 * Finds the comments of a piece of source code. It knows strings and, roughly, regular expressions, so that `"http://x"` holds none.
 * Where it errs it finds too few: a string that is not closed ends with its line. Linear in the text's length.
 */
export function commentsIn(code: string, syntax: CommentSyntax): Comment[] {
  const comments: Comment[] = [];
  const marks = [...syntax.block.map(([opening]) => opening), ...syntax.line, ...syntax.strings];
  if (syntax.slashPatterns) marks.push('/');
  // The longest first: `"""` before `"`, `/*` before `/`.
  const next = new RegExp(
    marks
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join('|') || '(?!)',
    'g',
  );
  let at = 0;
  for (;;) {
    next.lastIndex = at;
    const match = next.exec(code);
    if (match === null) return comments;
    const opening = match[0];
    const start = match.index;
    const closing = syntax.block.find(([mark]) => mark === opening)?.[1];
    if (closing !== undefined) {
      at = after(code, closing, start + opening.length);
      comments.push({ start, end: at, opening, closing });
    } else if (syntax.line.includes(opening)) {
      if (isWithinWord(code, start, opening)) {
        at = start + opening.length;
        continue;
      }
      at = lineEnd(code, start);
      comments.push({ start, end: at, opening, closing: '' });
    } else if (opening === '/') {
      at = afterPattern(code, start);
    } else {
      at = afterString(code, opening, start + opening.length);
      const isDocumentation = syntax.docstrings === true && opening.length === 3 && isStatement(code, start);
      if (isDocumentation) comments.push({ start, end: at, opening, closing: opening });
    }
  }
}

function escaped(mark: string): string {
  return mark.replace(/[^\w]/g, '\\$&');
}

function lineEnd(code: string, from: number): number {
  const end = code.indexOf('\n', from);
  if (end < 0) return code.length;
  return code[end - 1] === '\r' ? end - 1 : end;
}

function after(code: string, closing: string, from: number): number {
  const end = code.indexOf(closing, from);
  return end < 0 ? code.length : end + closing.length;
}

/** Whether a mark is part of a word: the `#` of `a#b`, the `%` of `50%`, the `;` behind a statement is none of ours to judge. */
function isWithinWord(code: string, start: number, opening: string): boolean {
  return (opening === '#' || opening === '%') && /[\w$&{]/.test(code[start - 1] ?? '');
}

function afterString(code: string, quote: string, from: number): number {
  const overLines = quote.length > 1 || quote === '`';
  const mark = escaped(quote);
  const end = new RegExp(`\\\\[sS]|${mark}${overLines ? '' : '|\\n'}`, 'g');
  end.lastIndex = from;
  for (let match = end.exec(code); match !== null; match = end.exec(code)) {
    if (!match[0].startsWith('\\')) return end.lastIndex;
    if (!overLines && match[0] === '\\\n') return end.lastIndex;
  }
  return code.length;
}

/** A slash where a value may stand begins a regular expression, which ends on its line; elsewhere it divides. */
function afterPattern(code: string, start: number): number {
  const before = /[\w$)\]}"'`](?=\s*$)/.exec(code.slice(Math.max(0, start - 20), start))?.[0];
  const word = /\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new)\s*$/.test(
    code.slice(Math.max(0, start - 12), start),
  );
  if (before !== undefined && !word) return start + 1;
  const pattern = /\/(?:[^\n/\\[]|\\.|\[(?:[^\]\n\\]|\\.)*\])+\//y;
  pattern.lastIndex = start;
  return pattern.test(code) ? pattern.lastIndex : start + 1;
}

/** Whether a string stands where a statement does: alone on its line, not behind an operator, a comma or an opening bracket. */
function isStatement(code: string, start: number): boolean {
  const before = code.slice(Math.max(0, start - 200), start);
  return /(?:^|\n)[ \t]*[rRuU]?$/.test(before) && !/[=(,[{+\\%]\s*[rRuU]?$/.test(before);
}
