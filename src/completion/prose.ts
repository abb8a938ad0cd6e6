import { lastLine } from '../base/text.ts';
import type { Window } from './window.ts';

/** Where a model is told to end a continuation of flowing prose. */
export const paragraphEnd = '\n\n';

/**
 * Whether prose is gone on with by its own text alone, without a family's markers: where nothing follows, it is the best
 * prompt. The markers come from code, and a model between them ends where it should go on.
 */
export function isGoneOnPlainly({ before, after }: Window): boolean {
  return after.trim() === '' && before.trim() !== '';
}

/**
 * Where a continuation of prose ends: with its first sentence, or with the paragraph.
 *
 * It waits for the character behind a full stop, since only that tells an end from a decimal or an abbreviation. When the model
 * has ended by itself, all that arrived belongs.
 * @param before the text before the cursor, at least from the start of its paragraph
 * @param arrived what the model has said so far
 * @returns the length to keep, in UTF-16 code units; undefined while more may belong
 */
export function proseEnd(before: string, arrived: string): number | undefined {
  const start = arrived.search(/\S/);
  if (start < 0) return undefined;
  if (arrived.slice(0, start).includes('\n') && endsWithinSentence(before)) return 0;
  const paragraph = before.slice(lastBlankLine(before));
  let code = '';
  for (const [ticks] of paragraph.matchAll(/`+/g)) code = codeAfter(code, ticks);
  for (const found of arrived.matchAll(/`+|\n|[。！？]|[.!?…]+/g)) {
    const at = found.index;
    const run = found[0];
    if (at < start) continue;
    if (run.startsWith('`')) {
      code = codeAfter(code, run);
    } else if (run === '\n') {
      const line = lastLine(paragraph + arrived.slice(0, at));
      const ends = paragraphEnds(line, arrived.slice(at + 1));
      if (ends !== false) return ends === 'perhaps' ? undefined : at;
    } else if (code === '') {
      const end = at + run.length + (/^["'”’»)\]*_」』）]+/.exec(arrived.slice(at + run.length))?.[0].length ?? 0);
      const ends = sentenceEnds(paragraph + arrived.slice(0, at), run, arrived.slice(end));
      if (ends !== false) return ends === 'perhaps' ? undefined : end;
    }
  }
  return undefined;
}

/** The backticks that a code span was opened with, or nothing outside of one: only as many of them close it. */
function codeAfter(code: string, ticks: string): string {
  if (code === '') return ticks;
  return code === ticks ? '' : code;
}

/** `perhaps`: what follows has not arrived yet. */
type Answer = boolean | 'perhaps';

/** What stands on a line of its own in Markdown: heading, list item, quote, table row, fence. */
const block = /^\s*(#{1,6} |[-*+] |\d{1,3}[.)] |>|\||```|~~~)/;

/** What can still become the start of one. */
const perhapsBlock = /^[ \t]*(#{0,6}|[-*+]|\d{1,3}[.)]?|`{1,2}|~{1,2})$/;

/** Whether a paragraph ends with this line. In text that is wrapped by hand, a newline alone ends nothing. */
function paragraphEnds(line: string, rest: string): Answer {
  if (block.test(line)) return true;
  if (/^[ \t]*\n/.test(rest) || block.test(rest)) return true;
  return perhapsBlock.test(rest) ? 'perhaps' : false;
}

/** Whether a sentence ends with `run`, such as `.` or `?!`. */
function sentenceEnds(said: string, run: string, rest: string): Answer {
  if (rest === '') return 'perhaps';
  if (/[。！？]/.test(run)) return true;
  // 3.14, main.ts, e.g. within `e.g.`
  if (!/^\s/.test(rest)) return false;
  if (/^[ \t]*\n[ \t]*\n/.test(rest)) return true;
  const next = /\S/u.exec(rest)?.[0];
  if (next === undefined) return 'perhaps';
  if (/^\s*\p{Ll}/u.test(rest)) return false;
  return run !== '.' || !isAbbreviated(said, next);
}

/** Words that are followed by a full stop within a sentence, even before a capital letter. */
const abbreviations = new Set(
  'dr mr mrs ms prof st vs cf fig figs eq vol pp approx ca resp gen sen rep gov capt bzw nr'.split(' '),
);

/** Whether the full stop behind `said` belongs to an abbreviation, an initial, or the number of a list item. */
function isAbbreviated(said: string, next: string): boolean {
  if (/^\s*\d{1,3}$/.test(lastLine(said))) return true;
  const word = /\p{L}[\p{L}.]*$/u.exec(said)?.[0] ?? '';
  if (/^(\p{L}\.)+\p{L}$/u.test(word)) return true;
  // An initial, or a part of `z. B.`; but not the unit of a number.
  if (/^\p{L}$/u.test(word)) return word !== 'I' && !/\d\s*\p{L}$/u.test(said);
  if (word.toLowerCase() === 'no') return /\d/.test(next);
  return abbreviations.has(word.toLowerCase());
}

/** Whether the line before the cursor is in the middle of a sentence, which a new paragraph would tear. */
function endsWithinSentence(before: string): boolean {
  const line = lastLine(before).trimEnd();
  return line !== '' && !block.test(line) && !/[.!?…:。！？]["'”’»)\]*_」』）]*$/.test(line);
}

/** The offset behind the last blank line. */
function lastBlankLine(text: string): number {
  const at = text.lastIndexOf('\n\n');
  return at < 0 ? 0 : at + 2;
}
