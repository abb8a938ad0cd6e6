import { lastLine } from '../base/text.ts';
import type { Window } from './window.ts';

/** Takes the text of an answer as it arrives, with how sure the model was of its tokens. */
interface Taker {
  add(text: string, logprobs: readonly number[] | undefined): void;
}

/**
 * Passes on what a chat model says, as far as it is certain to be the text at the cursor. What can still turn out to be something
 * put round it is held back until that is known, at the latest until the end.
 */
export class HoleAnswer {
  readonly #to: Taker;
  readonly #window: Window;
  readonly #prose: boolean;
  #said = '';
  #passedOn = '';
  #logprobs: number[] = [];

  constructor(to: Taker, window: Window, prose: boolean) {
    this.#to = to;
    this.#window = window;
    this.#prose = prose;
  }

  add(piece: string, logprobs: readonly number[] = []): void {
    this.#said += piece;
    this.#logprobs.push(...logprobs);
    const text = this.#fitting(safeHoleAnswer(this.#said, this.#window.before, this.#window.after));
    // Thoughts may still begin behind what is blank.
    if (text.trim() === '') return;
    // A line of code may become a fence until it is whole.
    this.#passOn(this.#prose ? text : text.slice(0, text.lastIndexOf('\n') + 1));
  }

  /** The model has ended: what was held back is known now. */
  end(): void {
    this.#passOn(this.#fitting(cleanHoleAnswer(this.#said, this.#window.before, this.#window.after)));
  }

  /** Without thoughts that never ended; of code, up to the first fence: it is not known what stands behind one. */
  #fitting(text: string): string {
    if (/^\s*<think>/.test(text)) return '';
    const fence = this.#prose ? -1 : text.search(/^[ \t]*(```|~~~)/m);
    return fence < 0 ? text : text.slice(0, fence);
  }

  #passOn(text: string): void {
    if (text.length <= this.#passedOn.length) return;
    const more = text.slice(this.#passedOn.length);
    this.#passedOn = text;
    this.#to.add(more, this.#logprobs.length === 0 ? undefined : this.#logprobs);
    this.#logprobs = [];
  }
}

/**
 * What a chat model put round the missing text, taken off where its shape leaves no doubt: thoughts in their tags, the mark as a
 * tag, one code fence round everything with at most one line that announces it, such a line alone where it begins like one, and
 * what already stands around the cursor. Anything else stays as it is: it may be the text.
 */
export function cleanHoleAnswer(answer: string, before: string, after: string): string {
  let text = withoutThoughts(answer);
  text = /^\s*<HOLE\d*>\n?([\s\S]*?)\n?<\/HOLE\d*>\s*$/.exec(text)?.[1] ?? text;
  text = withoutFence(text).replace(announcement, '');
  return withoutSurroundings(text, before, after);
}

/**
 * Of an answer that is still arriving: what {@link cleanHoleAnswer} will begin with, whatever comes. Nothing while that is open.
 */
export function safeHoleAnswer(arrived: string, before: string, after: string): string {
  const text = withoutThoughts(arrived);
  const rest = text.replace(announcement, '');
  if (isOpen(text, before) || isOpen(rest, before)) return '';
  return withoutSurroundings(rest, before, after);
}

/** Whether what has arrived may still turn out to be put round the text, or to be the text around the cursor again. */
function isOpen(text: string, before: string): boolean {
  const said = text.trimStart();
  const isLineWhole = said.includes('\n') || said.length > mostAnnounced + 20;
  if (!isLineWhole || /^(<think>|<HOLE|```|~~~)/.test(said)) return true;
  // A line that may announce something: what comes behind it tells.
  const behind = announcing.exec(said)?.[1]?.trimStart();
  if (behind !== undefined && /^$|^[`~]/.test(behind)) return true;
  const whole = before.trimStart();
  return whole !== '' && (said.startsWith(whole) || whole.startsWith(said) || lastLine(before).startsWith(text));
}

/** The longest line that announces something, in UTF-16 code units. */
const mostAnnounced = 120;

/** Any line that may announce something, and what follows it. */
const announcing = /^[^\n`]{1,120}:[ \t]*\n([\s\S]*)$/;

/** A line that speaks of the answer itself: nobody writes it in a text, but models before one. */
const announcement =
  /^\s*(?:(?:Sure|Certainly|Of course)[,!.]? )?Here(?:'s|’s| is) (?:the |your |a )?(?:missing|completed|continued|rest of|continuation|completion|text|code|answer)\b[^\n`]{0,60}:[ \t]*\n+/;

function withoutThoughts(answer: string): string {
  return answer.replaceAll('\r', '').replace(/^\s*<think>[\s\S]*?<\/think>\s*/, '');
}

/** The inside of the one fence that is round everything; a fence within it makes it more than one, and unclear. */
function withoutFence(text: string): string {
  const fenced = /^\s*(?:[^\n`]{1,120}:[ \t]*\n+)?(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?\1\s*$/.exec(text);
  const inside = fenced?.[2];
  return inside === undefined || /^\s*(```|~~~)/m.test(inside) ? text : inside;
}

/** Models like to say the line again that they complete, or the whole text. */
function withoutSurroundings(text: string, before: string, after: string): string {
  const start = before.trimStart();
  const end = after.trimEnd();
  const whole = text.trim();
  const around = start.length + end.length;
  if (start !== '' && end !== '' && around >= shortestEcho && whole.length >= around) {
    if (whole.startsWith(start) && whole.endsWith(end)) return whole.slice(start.length, whole.length - end.length);
  }
  const left = lastLine(before);
  if (left !== '' && text.startsWith(left) && (left.trim() === '' || left.trim().length >= shortestEcho)) {
    return text.slice(left.length);
  }
  const said = left.trimStart();
  return said.trim().length >= shortestEcho && text.startsWith(said) ? text.slice(said.length) : text;
}

/** Fewer characters than this that come again can as well be meant, in UTF-16 code units. */
const shortestEcho = 4;
