import { changesHeading, courtesyLine, farewell, preambleLine, preambleStart, writtenPreamble } from './phrases.ts';
import { withoutThinking } from './thinking.ts';

/**
 * The text that was asked for, out of an answer that has more: thinking, an announcement, a fence or quotes around it, a farewell, a
 * list of what was changed. Each is taken off only where there is no doubt: its shape is closed, and the original has nothing like it.
 * The edges are those of the original: its first and last blank lines and spaces, its line ends. Linear in the lengths.
 * @param original the text that was sent; placeholders and all. Empty for a draft, which has none: its answer keeps its line ends.
 * @returns the text; empty if there is none
 */
export function stripAnswer(answer: string, original: string): string {
  let text = withoutThinking(answer, original).replaceAll('\r\n', '\n').trim();
  text = withoutPreamble(text, original);
  text = withoutFarewell(text, original);
  text = withoutFence(text, original);
  text = withoutQuotes(text, original);
  return text === '' || original === '' ? text : withEdgesOf(original, text);
}

/** The text that was written from other text, or goes on from it, out of an answer: as {@link stripAnswer}, without a text to compare with. */
export function stripWritten(answer: string): string {
  const text = stripAnswer(answer, '');
  const taken = writtenPreamble.exec(text)?.[0].length ?? 0;
  return taken === 0 ? text : stripAnswer(text.slice(taken), '');
}

function firstLineOf(text: string): string {
  return /^[^\n]*/.exec(text.trimStart())?.[0].trim() ?? '';
}

/** Takes off good will and announcements: one of each at most. */
function withoutPreamble(answer: string, original: string): string {
  const first = firstLineOf(original);
  if (preambleLength(first, first) > 0) return answer;
  let text = answer;
  for (let times = 0; times < 2; times++) {
    const line = firstLineOf(text);
    if (line.length > 300 || beginAlike(line, first)) return text;
    const taken = preambleLength(text, line);
    // Where nothing follows, the line is all there is to the answer.
    if (taken === 0 || text.slice(taken).trim() === '') return text;
    text = text.slice(taken).trim();
  }
  return text;
}

/** How much of an answer is an announcement or good will; 0 where it begins otherwise. */
function preambleLength(text: string, line: string): number {
  if (preambleLine.test(line)) return line.length;
  if (courtesyLine.test(line)) return /^[^\n]*\n[ \t]*\n/.test(text) ? line.length : 0;
  return preambleStart.exec(text)?.[0].length ?? 0;
}

/** Whether two lines begin with the same two words. */
function beginAlike(a: string, b: string): boolean {
  const start = (line: string) =>
    line
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 2)
      .join(' ');
  return start(a) !== undefined && start(a) === start(b);
}

/**
 * Takes off what comes after the text: what was changed, and a word to whoever asked. Only where there are more paragraphs than were
 * sent: an e-mail may well end with "Let me know …".
 */
function withoutFarewell(answer: string, original: string): string {
  const theirs = paragraphsOf(original);
  const ours = paragraphsOf(answer);
  const listed = ours.findIndex(({ text }) => changesHeading.test(text));
  const isNew = listed >= Math.max(1, theirs.length) && !theirs.some(({ text }) => changesHeading.test(text));
  let count = isNew ? listed : ours.length;
  while (count > theirs.length && count > 1 && farewell.test(ours[count - 1]?.text ?? '')) count--;
  const cut = ours[count]?.start;
  if (cut === undefined || original === '') return answer;
  return answer
    .slice(0, cut)
    .trimEnd()
    .replace(/\n(?:-{3,}|\*{3,}|_{3,})$/, '')
    .trimEnd();
}

/** Paragraphs with the offset at which each begins. */
function paragraphsOf(text: string): { readonly start: number; readonly text: string }[] {
  return [...text.matchAll(/\S[^\n]*(?:\r?\n[ \t]*\S[^\n]*)*/g)].map(({ 0: paragraph, index }) => ({
    start: index,
    text: paragraph,
  }));
}

/** Takes off a fence, or our own quotes, that the whole answer stands in; also one that was not closed. */
function withoutFence(answer: string, original: string): string {
  const fence = /^(`{3,}|~{3,}|"{3,})[^\n`"]*\n/.exec(answer);
  const mark = fence?.[1];
  if (fence === null || mark === undefined || original.trimStart().startsWith(mark.slice(0, 3))) return answer;
  const lines = answer.slice(fence[0].length).split('\n');
  const closing = lines.findIndex((line) => line.trim() === mark);
  if (lines.some((line) => line.trim() !== mark && line.trimStart().startsWith(mark))) return answer;
  if (closing < 0) return lines.join('\n').trim();
  const behind = lines
    .slice(closing + 1)
    .join('\n')
    .trim();
  return behind === '' ? lines.slice(0, closing).join('\n').trim() : answer;
}

const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
];

/** Takes off quotation marks around the whole answer. */
function withoutQuotes(answer: string, original: string): string {
  const theirs = original.trim();
  for (const [open, close] of quotes) {
    if (answer.length < 3 || !answer.startsWith(open) || !answer.endsWith(close)) continue;
    const inner = answer.slice(1, -1);
    if (inner.includes(open) || inner.includes(close) || theirs.startsWith(open) || theirs.endsWith(close))
      return answer;
    return inner.trim();
  }
  return answer;
}

/** A text with the blank lines and spaces that the original begins and ends with, and with its line ends. */
function withEdgesOf(original: string, text: string): string {
  const before = /^\s*/.exec(original)?.[0] ?? '';
  const after = original.slice(original.trimEnd().length);
  const breaks = original.split('\n').length - 1;
  const windows = original.split('\r\n').length - 1;
  return before + (windows > breaks / 2 ? text.replaceAll('\n', '\r\n') : text) + after;
}
