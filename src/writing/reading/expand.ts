import { commentSyntaxOf } from './commentSyntax.ts';
import { commentsIn } from './comments.ts';
import { definedLabels } from './markdown.ts';
import { read } from './read.ts';
import type { Span } from './reading.ts';
import { blocksAround, type Segment } from './segments.ts';
import { type TextKind, textKindOf } from './textKind.ts';

/** A selection that can be worked on by itself. */
export interface Expanded extends Segment {
  /** The labels that the document defines, see {@link definedLabels}: the selection may use them. */
  readonly defined: readonly string[];
}

/**
 * A selection, widened where a part cannot be judged by itself: half a link, half a table, a code span that is cut. Then it is the
 * whole blocks that it touches; in source code, whole lines and whole comments. A sentence of a paragraph stays a sentence.
 */
export function expand(text: string, languageId: string, selection: Segment): Expanded {
  const kind = textKindOf(languageId);
  const defined = kind === 'markdown' ? definedLabels(text) : [];
  const whole = kind === 'code' ? commentsAround(text, languageId, selection) : selection;
  const block = blocksAround(text, kind, whole);
  const own = text.slice(selection.start, selection.end);
  const isWhole = selection.start <= block.start && selection.end >= block.end;
  if (isWhole && own.trim() !== '') return { ...selection, defined };
  const stands = own.trim() !== '' && standsForItself(text, languageId, block, selection, defined);
  return { ...(stands ? selection : union(block, own.trim() === '' ? block : selection)), defined };
}

/** A selection may begin in the blank lines before a block. */
function union(a: Segment, b: Segment): Segment {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The selection with all of the comments that it touches. */
function commentsAround(code: string, languageId: string, selection: Segment): Segment {
  const syntax = commentSyntaxOf(languageId);
  const touched = (syntax === undefined ? [] : commentsIn(code, syntax)).filter(
    ({ start, end }) => start < selection.end && end > selection.start,
  );
  return touched.reduce(union, selection);
}

/** Whether a selection reads by itself as it does in its block: the same is kept in it, and nothing in it is open. */
function standsForItself(
  text: string,
  languageId: string,
  block: Segment,
  selection: Segment,
  defined: readonly string[],
): boolean {
  const kind = textKindOf(languageId);
  if (kind === 'code') return false;
  if (opensOrCloses(text.slice(selection.start, selection.end), kind)) return false;
  const around = union(block, selection);
  const whole = read(text.slice(around.start, around.end), languageId, defined);
  // A row reads as a row only below its table's head.
  if (whole.shape.some(({ what }) => what === 'table')) return false;
  const shift = selection.start - around.start;
  const touched = whole.spans
    .filter(({ start, end }) => start < selection.end - around.start && end > shift)
    .map((span) => ({ ...span, start: span.start - shift, end: span.end - shift }));
  const own = read(text.slice(selection.start, selection.end), languageId, defined).spans;
  return touched.length === own.length && touched.every((span, index) => isSame(span, own[index]));
}

function isSame(a: Span, b: Span | undefined): boolean {
  return b !== undefined && a.start === b.start && a.end === b.end && a.what === b.what;
}

/** Marks that come in pairs, by the kind of text. What is escaped is none. */
const pairs: Readonly<Partial<Record<TextKind, readonly (readonly [open: RegExp, close: RegExp])[]>>> = {
  markdown: [[/\[/g, /\]/g]],
  latex: [
    [/\{/g, /\}/g],
    [/\\begin\b/g, /\\end\b/g],
  ],
};
const doubles: Readonly<Partial<Record<TextKind, readonly RegExp[]>>> = {
  markdown: [/\*\*|__/g, /~~/g, /`/g, /(?<![\w*_])[*_](?![\s*_])|(?<![\s*_])[*_](?![\w*_])/g],
  latex: [/\$/g],
};

/** Whether a mark in a text has its counterpart outside of it. */
function opensOrCloses(text: string, kind: TextKind): boolean {
  const plain = text.replace(/\\[^A-Za-z\s]/g, '');
  const count = (pattern: RegExp) => plain.match(pattern)?.length ?? 0;
  return (
    (pairs[kind] ?? []).some(([open, close]) => count(open) !== count(close)) ||
    (doubles[kind] ?? []).some((mark) => count(mark) % 2 === 1)
  );
}
