import { cutLine } from '../reading/segments.ts';

/**
 * How much of a line is cut into words at once, in UTF-16 code units: V8 copies the whole text into every segment that it finds, so
 * that 1 MB at once takes more memory than there is.
 */
const mostAtOnce = 500;

/** Cuts text into words, spaces and marks, in any script; none within what people see as one character. */
export type WordCutter = (text: string) => string[];

/** Makes the function that cuts text into words: `["Don't", " ", "stop", "."]`. Joined, they are the text. */
export function wordCutter(): WordCutter {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return (text) => {
    const words: string[] = [];
    for (const line of linesOf(text)) {
      for (const { start, end } of cutLine(line, { start: 0, end: line.length }, mostAtOnce)) {
        for (const { segment } of segmenter.segment(line.slice(start, end))) words.push(segment);
      }
    }
    return words;
  };
}

/** Lines with their ends. Joined, they are the text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const words =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_-]*/gu;

/** About how many words a text has. In scripts without spaces each character counts as one. Faster than cutting it. */
export function countOfWords(text: string): number {
  return text.match(words)?.length ?? 0;
}
