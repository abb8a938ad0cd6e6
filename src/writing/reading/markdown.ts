import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import type { Event, Extension, Token } from 'micromark-util-types';
import { keptAnywhere } from './patterns.ts';
import { inOrder, type Kept, type Reading, type ShapePart, type Span } from './reading.ts';
import { segmentsOf } from './segments.ts';

/** Longer texts are parsed in parts that end before a heading, in UTF-16 code units: 1 MB at once would fill the worker's memory. */
const mostAtOnce = 30_000;

/**
 * A line that nests deeper than anybody writes: the parser takes a minute for one of 40,000 `>`. The part that it stands in is kept
 * whole.
 */
const nestsTooDeep = /^(?:[ \t]{0,4}(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){30}/m;

/** Tokens that are kept whole. */
const whole: Readonly<Record<string, readonly [Kept, 'block' | 'inline']>> = {
  yaml: ['front matter', 'block'],
  toml: ['front matter', 'block'],
  codeFenced: ['code', 'block'],
  codeIndented: ['code', 'block'],
  htmlFlow: ['html', 'block'],
  mathFlow: ['math', 'block'],
  definition: ['reference', 'block'],
  tableDelimiterRow: ['mark', 'block'],
  codeText: ['code', 'inline'],
  htmlText: ['html', 'inline'],
  mathText: ['math', 'inline'],
  autolink: ['url', 'inline'],
  literalAutolink: ['url', 'inline'],
  gfmFootnoteCall: ['reference', 'inline'],
  gfmFootnoteDefinitionLabel: ['reference', 'inline'],
  characterEscape: ['mark', 'inline'],
  characterReference: ['mark', 'inline'],
  hardBreakTrailing: ['mark', 'inline'],
  hardBreakEscape: ['mark', 'inline'],
};

/** Tokens of a document's shape that count whatever stands in them. */
const shapes: Readonly<Record<string, ShapePart>> = {
  listUnordered: { what: 'list', detail: 'bullets' },
  listOrdered: { what: 'list', detail: 'numbers' },
  listItemPrefix: { what: 'list', detail: 'item' },
  blockQuote: { what: 'block', detail: 'quote' },
  codeFenced: { what: 'block', detail: 'code' },
  codeIndented: { what: 'block', detail: 'code' },
  htmlFlow: { what: 'block', detail: 'html' },
  mathFlow: { what: 'block', detail: 'math' },
  thematicBreak: { what: 'block', detail: 'rule' },
  definition: { what: 'block', detail: 'definition' },
  gfmFootnoteDefinition: { what: 'block', detail: 'footnote' },
  tableRow: { what: 'table', detail: 'row' },
};

/** Tokens that are no prose and yet stay where a model sees them. */
const seen = new Set([
  'listItemPrefix',
  'atxHeadingSequence',
  'setextHeadingLine',
  'blockQuotePrefix',
  'taskListCheck',
]);

/**
 * The syntax that is read anywhere: GitHub's, and math between double dollars. Between single ones the parser would also find math
 * in "$5 and $6", see {@link dollarMath}.
 */
function syntax(): Extension[] {
  return [gfm(), math({ singleDollarTextMath: false })];
}

/** Math between single dollars, as Pandoc and GitHub tell it from money: no space within, and no digit behind. */
const dollarMath = /(?<![\\$\w])\$(?![\s$])(?:[^$\n]|\n(?![ \t]*\r?\n))*(?<![\s\\])\$(?![\d$\w])/g;

interface Found {
  readonly spans: Span[];
  readonly marks: { readonly start: number; readonly end: number }[];
  readonly shape: ShapePart[];
}

/**
 * Reads Markdown: what must not change in it, and its shape. By the parser's own tokens rather than by a tree, because only they
 * say where a link's target or an escape stands. Takes about 2 ms for 1,000 characters: to be called in the worker.
 * @param defined the labels of links and footnotes that are defined outside of this text, see {@link definedLabels}
 */
export function readMarkdown(text: string, defined: readonly string[] = []): Reading {
  const labels = [...defined, ...definedLabels(text)];
  const found: Found = { spans: keptAnywhere(text), marks: [], shape: [] };
  for (const part of segmentsOf(text, 'markdown', mostAtOnce)) {
    readPart(text.slice(part.start, part.end), part.start, labels, found);
  }
  const spans = inOrder(found.spans);
  return { ...found, spans: inOrder([...spans, ...mathOutside(spans, text)]) };
}

function mathOutside(spans: readonly Span[], text: string): Span[] {
  const covered = new Set(spans.flatMap(({ start, end }) => dollarsIn(text, start, end)));
  return [...text.matchAll(dollarMath)]
    .map(({ 0: math, index }): Span => ({ start: index, end: index + math.length, what: 'math', block: false }))
    .filter(({ start, end }) => !covered.has(start) && !covered.has(end - 1));
}

/** Where the dollars of a stretch stand. */
function dollarsIn(text: string, start: number, end: number): number[] {
  return [...text.slice(start, end).matchAll(/\$/g)].map(({ index }) => start + index);
}

function readPart(text: string, offset: number, labels: readonly string[], into: Found): void {
  if (nestsTooDeep.test(text)) {
    into.spans.push({ start: offset, end: offset + text.length, what: 'code', block: true });
    return;
  }
  // The parser takes a byte order mark off before it counts.
  const from = offset + (text.startsWith('\uFEFF') ? 1 : 0);
  for (const [event, token] of eventsOf(text, labels, offset === 0)) {
    const isList = token.type === 'listUnordered' || token.type === 'listOrdered';
    if (event === 'exit') {
      if (isList) into.shape.push({ what: 'list', detail: 'end' });
      continue;
    }
    const start = from + token.start.offset;
    const end = from + token.end.offset;
    const own = text.slice(start - offset, end - offset);
    const kept = whole[token.type];
    if (kept !== undefined) into.spans.push({ start, end, what: kept[0], block: kept[1] === 'block' });
    const link = keptOfLink(token.type, own);
    if (link !== undefined) {
      into.spans.push({ start: start + link.from, end: end - link.upTo, what: link.what, block: false });
    }
    if (seen.has(token.type)) into.marks.push({ start, end });
    const part = shapes[token.type] ?? shapeOf(token.type, own);
    if (part !== undefined) into.shape.push(part);
  }
}

function eventsOf(text: string, labels: readonly string[], atStart: boolean): Event[] {
  const parser = parse({ extensions: atStart ? [...syntax(), frontmatter(['yaml', 'toml'])] : syntax() });
  // The parser asks these two lists whether a label in brackets is one.
  parser.defined = labels.filter((label) => !label.startsWith('^'));
  parser.gfmFootnotes = labels.filter((label) => label.startsWith('^')).map((label) => label.slice(1));
  return postprocess(parser.document().write(preprocess()(text, undefined, true)));
}

/**
 * What is kept of a link or an image: its target or its label; all of it where its text is its label. `from` and `upTo` are how much
 * of the token's own start and end is not.
 */
function keptOfLink(type: Token['type'], text: string): { what: Kept; from: number; upTo: number } | undefined {
  if (type === 'resource') return { what: 'url', from: 1, upTo: 1 }; // (target "title")
  if (type === 'reference') return { what: 'reference', from: 1, upTo: 1 }; // [label]
  if (type !== 'link' && type !== 'image') return undefined;
  const hasOwnText = text.endsWith(')') || /\]\[[^\]]+\]$/.test(text);
  return hasOwnText ? undefined : { what: 'reference', from: 0, upTo: 0 };
}

function shapeOf(type: string, text: string): ShapePart | undefined {
  switch (type) {
    case 'atxHeading':
      return { what: 'heading', detail: `level ${/^#+/.exec(text)?.[0].length ?? 1}` };
    case 'setextHeading':
      return { what: 'heading', detail: `level ${text.trimEnd().endsWith('=') ? 1 : 2}` };
    case 'tableDelimiterRow': // How many columns, and how they are aligned.
      return { what: 'table', detail: text.replace(/[\s-]+/g, '-').replace(/^-?\||\|-?$/g, '') };
    case 'taskListCheck':
      return { what: 'list', detail: text === '[ ]' ? 'open' : 'done' };
  }
  return undefined;
}

/**
 * The labels that a Markdown document defines for its links and footnotes, the latter with their `^`, as the parser compares them.
 * Given to {@link readMarkdown} with a part of that document, so that `[label]` is known there too. Rather too many than too few.
 */
export function definedLabels(document: string): string[] {
  const labels = document.matchAll(/^[ \t>]{0,40}(?:[-*+] |\d{1,9}[.)] )?\[((?:[^[\]\\\n]|\\.)+)\]:/gm);
  return [
    ...new Set([...labels].map(([, label = '']) => label.replace(/\s+/g, ' ').trim().toLowerCase().toUpperCase())),
  ];
}
