import type { Excerpt } from '../base/text.ts';
import { type AnswerRequest, messageText } from '../tiers/tier.ts';

/** How a request compares with the model's context, in tokens (the prompt's number is an estimate on the safe side). */
export interface Fit {
  readonly promptTokens: number;
  readonly availableTokens: number;
}

/** Whether the prompt and the longest answer have room in the context. */
export function fitOf(request: AnswerRequest): Fit {
  const promptTokens = request.messages.reduce((sum, message) => sum + estimatedTokens(messageText(message)) + 8, 0);
  return { promptTokens, availableTokens: request.contextTokens - request.maximumTokens };
}

/** Whether they have. */
export function fits(request: AnswerRequest): boolean {
  const { promptTokens, availableTokens } = fitOf(request);
  return promptTokens <= availableTokens;
}

/**
 * About how many tokens a text has, rather too many than too few: three Latin characters make one (code has 3 to 3.5 a token,
 * English prose about 4); a digit is one (Qwen technical report, arXiv 2309.16609, 2.2: numbers are split into single digits), and
 * so is every other character, but those beyond the basic plane, such as emoji, count as the four bytes that they are.
 * No tokenizer is bundled: it would be larger than Hearth.
 */
export function estimatedTokens(text: string): number {
  let latin = 0;
  let other = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint > 0xffff) other += 4;
    else if (codePoint >= 0x250 || (codePoint >= 0x30 && codePoint <= 0x39)) other++;
    else latin++;
  }
  return Math.ceil(latin / 3) + other;
}

/**
 * The first lines of an excerpt that have room in `tokens`, with the range that says so (the label is left to whoever offers
 * them); undefined when not even one line fits.
 */
export function firstPart(excerpt: Excerpt, tokens: number): Excerpt | undefined {
  const lines = excerpt.text.split('\n');
  let taken = 0;
  let used = 0;
  for (const line of lines) {
    used += estimatedTokens(`${line}\n`);
    if (used > tokens) break;
    taken++;
  }
  if (taken === 0) return undefined;
  if (taken === lines.length) return excerpt;
  const { start } = excerpt.origin.range;
  const end = { line: start.line + taken, character: 0 };
  const text = `${lines.slice(0, taken).join('\n')}\n`;
  return { ...excerpt, text, origin: { ...excerpt.origin, range: { start, end } } };
}
