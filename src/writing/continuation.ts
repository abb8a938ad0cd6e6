import { stripWritten } from './guards/strip.ts';
import type { Prose } from './proseAt.ts';

/** A text with a cursor in it. */
export interface ContinuedPlace {
  readonly before: string;
  /** What stands behind the cursor on its line. */
  readonly after: string;
  readonly prose: Prose;
}

/** How a text goes on, as far as a model has said it. */
export interface Continuation {
  /** What would stand at the cursor; empty: nothing yet. */
  readonly text: string;
  /** Whether the paragraph is at its end, so that nothing more is needed. */
  readonly isWhole: boolean;
}

/** An answer that begins with this much of the text itself, in UTF-16 code units, repeats it. */
const leastEcho = 20;
/** How much of the text's end is looked for in an answer that repeats it. */
const lookedFor = 30;
/** No paragraph is longer: whatever comes after, in UTF-16 code units, is a model that does not stop. */
const mostCharacters = 1500;

/**
 * What an answer says a text goes on with: one paragraph, without what stands there already, joined to the text with the space that it
 * needs, and wrapped where the text is wrapped by hand.
 * @param isEnd whether the answer ended by itself; else its last word may be half of one
 */
export function continuationOf(answer: string, place: ContinuedPlace, isEnd: boolean): Continuation {
  const { before, after, prose } = place;
  const said = upTo(withoutEcho(stripWritten(answer), before), after);
  const trimmed = said.replace(/^\s+/, '');
  const end = trimmed.search(prose === 'flowing' ? /\n/ : /\n[ \t]*\n/);
  const isWhole = end >= 0 || trimmed.length >= mostCharacters;
  const paragraph = (end < 0 ? trimmed.slice(0, mostCharacters) : trimmed.slice(0, end)).trimEnd();
  const isWord = isWhole || isEnd || /\s$/.test(answer);
  const shown = isWord ? paragraph : paragraph.replace(/\s*\S*$/, '');
  if (shown === '') return { text: '', isWhole };
  const joined = joint(before, shown) + (prose === 'wrapped' ? shown.replaceAll(/\s*\n\s*/g, ' ') : shown);
  const own = prose === 'wrapped' ? wrapped(joined, before) : joined;
  const gap = after !== '' && !/^[\s.,;:!?)\]}»”’]/.test(after) && !/\s$/.test(own) ? ' ' : '';
  return { text: own + gap, isWhole };
}

/** An answer without the text that it repeats before it goes on; empty while it still may. */
function withoutEcho(answer: string, before: string): string {
  const known = before.trimEnd();
  const start = answer.trimStart();
  const tail = known.slice(-lookedFor);
  const at = tail.length < leastEcho ? -1 : start.indexOf(tail);
  if (at >= 0) return start.slice(at + tail.length);
  // Its beginning is somewhere in the text: it may be on its way to the text's end.
  if (start.length >= leastEcho && known.includes(start.slice(0, Math.max(leastEcho, lookedFor)))) return '';
  return answer;
}

/** An answer up to where it repeats what stands behind the cursor. */
function upTo(answer: string, after: string): string {
  const start = after.trim().slice(0, leastEcho);
  const at = start.length < 8 ? -1 : answer.indexOf(start);
  return at < 0 ? answer : answer.slice(0, at);
}

/** What stands between the text and what comes: a space, unless there is one, or a new paragraph begins, or a mark comes. */
function joint(before: string, text: string): string {
  if (before === '' || /\s$/.test(before)) return '';
  // A model that goes on within the word begins in small letters; one cannot tell, and a space is right far more often.
  if (/^[.,;:!?)\]}»”’…]/.test(text) || /[([{«“‘—-]$/.test(before)) return '';
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u.test(before) ? '' : ' ';
}

/** Where a text is wrapped by hand, its lines are about as long as its longest, but at most this. */
const widest = 120;
const narrowest = 40;

/** A text broken into lines as the text before it is, counted from the column where it begins. */
function wrapped(text: string, before: string): string {
  const lines = before.slice(-4000).split('\n');
  const own = lines.at(-1) ?? '';
  const width = Math.min(widest, Math.max(narrowest, ...lines.slice(0, -1).map((line) => line.length)));
  const indent = /^[ \t]*/.exec(own.trim() === '' ? '' : own)?.[0] ?? '';
  let column = own.length;
  let result = '';
  for (const part of text.split(/(?= )/)) {
    const isNew = column + part.trimEnd().length > width && part.startsWith(' ');
    const piece = isNew ? `\n${indent}${part.slice(1)}` : part;
    result += piece;
    column = isNew ? indent.length + part.length - 1 : column + part.length;
  }
  return result;
}

/** The start of an answer that was cut: up to its last whole sentence; all of it where no sentence ends. */
export function wholeSentences(text: string): string {
  const ends = [...text.matchAll(/[.!?…]["')\]”’»]?(?=\s|$)|[。！？]/g)];
  const last = ends.at(-1);
  return last === undefined ? text : text.slice(0, last.index + last[0].length);
}
