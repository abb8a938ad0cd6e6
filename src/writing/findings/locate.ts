import type { Segment } from '../reading/segments.ts';
import { type Folded, folded } from './folded.ts';
import type { Said } from './said.ts';

/** Scripts that put no spaces between words: there a word may begin anywhere. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Where a mistake stands in a text, in UTF-16 offsets: where its words stand, whole ones, and nowhere else, or nowhere else in the words
 * that were quoted around it.
 * @returns undefined where they stand nowhere, `several` where they stand more than once: nobody guesses
 */
export function located(
  { original, context }: Pick<Said, 'original' | 'context'>,
  text: Folded,
): Segment | 'several' | undefined {
  const wanted = folded(original.trim()).text;
  const all = occurrences(wanted, text);
  if (all.length <= 1) return all[0];
  const around = context === undefined ? [] : occurrences(folded(context.trim()).text, text);
  const [only] = around;
  if (only === undefined || around.length > 1) return 'several';
  const within = all.filter(({ start, end }) => start >= only.start && end <= only.end);
  return within.length === 1 ? within[0] : 'several';
}

/** Every place where whole words stand. They may not begin or end within a character as people see it. */
export function occurrences(wanted: string, { text, at }: Folded): Segment[] {
  const result: Segment[] = [];
  if (wanted === '' || /\p{Cs}/u.test(wanted)) return result;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (let index = text.indexOf(wanted); index >= 0; index = text.indexOf(wanted, index + 1)) {
    const end = index + wanted.length;
    if (!isWordEdge(text, index) || !isWordEdge(text, end)) continue;
    if (!isCharacterEdge(segmenter, text, index) || !isCharacterEdge(segmenter, text, end)) continue;
    result.push({ start: at[index] ?? 0, end: at[end] ?? 0 });
  }
  return result;
}

/** Whether no word goes on over an offset. An apostrophe within a word is part of it. */
function isWordEdge(text: string, offset: number): boolean {
  const before = /(?:\p{L}|\p{M}|\p{N})'?$/u.exec(text.slice(Math.max(0, offset - 8), offset))?.[0] ?? '';
  const after = /^'?(?:\p{L}|\p{M}|\p{N})/u.exec(text.slice(offset, offset + 8))?.[0] ?? '';
  if (before === '' || after === '') return true;
  // `'word'`: quotes around a word are none of it.
  if (before.endsWith("'") && after.startsWith("'")) return true;
  return unspaced.test(before) || unspaced.test(after);
}

function isCharacterEdge(segmenter: Intl.Segmenter, text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return true;
  const from = Math.max(0, offset - 64);
  return segmenter.segment(text.slice(from, offset + 64)).containing(offset - from)?.index === offset - from;
}
