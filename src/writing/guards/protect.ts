import { unwrapped, wrapped } from '../reading/lineStarts.ts';
import { read } from '../reading/read.ts';
import type { Reading, Span } from '../reading/reading.ts';

/** One stretch of a text that a model does not see. */
export interface Piece {
  /** What stands in its place. */
  readonly placeholder: string;
  readonly text: string;
  /** What begins each further line of what follows, up to the next piece that says so; see {@link Span.lineStart}. */
  readonly lineStart?: string;
}

/** A text as a model may see it, and what is needed to put it together again. */
export interface Protected {
  /** The text with a placeholder such as `⟦1⟧` for each piece, and without the marks at the start of a comment's lines. */
  readonly masked: string;
  readonly pieces: readonly Piece[];
  /** What every placeholder begins with. It does not occur in the text. */
  readonly opening: string;
  /** Whether there is anything to write: a letter outside of the pieces. */
  readonly hasProse: boolean;
}

/**
 * Takes out of a text what must come back as it was: code, targets, references, math, templates, markup. What is left is for a model
 * to work on. `restore(protect(text).masked)` is the text, to the byte. To be called in the worker, see {@link read}.
 * @param defined labels defined elsewhere in the document, see {@link definedLabels}; for Markdown only
 */
export function protect(text: string, languageId: string, defined: readonly string[] = []): Protected {
  return protectRead(text, read(text, languageId, defined));
}

/** As {@link protect}, for a text that was read already. */
export function protectRead(text: string, reading: Reading): Protected {
  const opening = openingFor(text);
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let lineStart = '';
  let at = 0;
  for (const span of neighboursJoined(reading.spans, text)) {
    parts.push(prose(text.slice(at, span.start), lineStart));
    const placeholder = `${opening}${pieces.length + 1}⟧`;
    parts.push(placeholder);
    lineStart = span.lineStart ?? lineStart;
    const piece = { placeholder, text: text.slice(span.start, span.end) };
    pieces.push(span.lineStart === undefined ? piece : { ...piece, lineStart: span.lineStart });
    at = span.end;
  }
  parts.push(prose(text.slice(at), lineStart));
  const hasProse = parts.some((part, index) => index % 2 === 0 && /\p{L}/u.test(part));
  return { masked: parts.join(''), pieces, opening, hasProse };
}

function prose(text: string, lineStart: string): string {
  return lineStart === '' ? text : (unwrapped(text, lineStart) ?? text);
}

/** White square brackets, which hardly anybody writes, and which no markup knows; with as many letters as make them unused. */
function openingFor(text: string): string {
  let opening = '⟦';
  while (text.includes(opening)) opening += 'x';
  return opening;
}

/**
 * Spans between which nothing can be written become one: fewer placeholders, fewer that a model can lose. On one line all do, also
 * over the bar between the cells of a table; over several only blocks, so that paragraphs stay apart. Around the prose of a comment
 * they stay what they are.
 */
function neighboursJoined(spans: readonly Span[], text: string): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, span.start);
    const joins =
      last !== undefined &&
      last.lineStart === undefined &&
      span.lineStart === undefined &&
      (/^[ \t|]*$/.test(between) || (between.trim() === '' && last.block && span.block));
    if (joins) result[result.length - 1] = { ...last, end: span.end, block: last.block && span.block };
    else result.push(span);
  }
  return result;
}

/** What came of putting an answer together: the text, or what of the placeholders did not come back as it was sent. */
export type Restored =
  | { readonly text: string }
  | {
      /** The pieces whose placeholder did not come back. */
      readonly lost: readonly Piece[];
      /** The pieces whose placeholder came back more than once. */
      readonly doubled: readonly Piece[];
      /** Placeholders that nobody sent, and those of code that came back in another order. */
      readonly wrong: readonly string[];
    };

/**
 * Puts the pieces back into an answer. Each must come back exactly once; spaces within a placeholder do no harm. Pieces of source code
 * must also come back in order.
 */
export function restore(answer: string, { pieces, opening }: Pick<Protected, 'pieces' | 'opening'>): Restored {
  const counts = pieces.map(() => 0);
  const wrong: string[] = [];
  const parts: string[] = [];
  let lineStart = '';
  let afterCode = false;
  let lastCode = -1;
  let at = 0;
  const add = (text: string, beforeCode: boolean, goesOn: boolean) => {
    // A model may put code on a line of its own: no space around it is anybody's.
    const started = afterCode ? text.trimStart() : text;
    const own = beforeCode ? started.trimEnd() : started;
    parts.push(lineStart === '' ? own : wrapped(own, lineStart, goesOn));
  };
  for (const { 0: found, 1: digits = '', index } of answer.matchAll(
    new RegExp(`${opening}[ \\t]*(\\d{1,7})[ \\t]*⟧`, 'g'),
  )) {
    const number = Number(digits) - 1;
    const piece = pieces[number];
    if (piece === undefined) {
      wrong.push(found);
      continue;
    }
    counts[number] = (counts[number] ?? 0) + 1;
    const isCode = piece.lineStart !== undefined;
    if (isCode && number < lastCode) wrong.push(found);
    add(answer.slice(at, index), isCode, true);
    parts.push(piece.text);
    if (isCode) lastCode = number;
    afterCode = isCode;
    lineStart = piece.lineStart ?? lineStart;
    at = index + found.length;
  }
  add(answer.slice(at), false, false);
  const lost = pieces.filter((_, number) => counts[number] === 0);
  const doubled = pieces.filter((_, number) => (counts[number] ?? 0) > 1);
  if (lost.length + doubled.length + wrong.length > 0) return { lost, doubled, wrong };
  return { text: parts.join('') };
}
