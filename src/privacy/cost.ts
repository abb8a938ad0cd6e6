import { longestAnswer } from './longestAnswer.ts';
import type { Price, PriceKnowledge, Rate } from './price.ts';

/** What a request may cost, in US dollars. */
export interface EstimatedCost {
  /** With an answer of usual length. */
  readonly usd: number;
  /** With the longest answer, and a prompt of which every other byte is a token. */
  readonly atMostUsd: number;
}

/** The usual answer, in tokens: what Explain and Summarize bring. */
const usualAnswer = 700;

/**
 * What a request may cost; undefined where no price is known for it.
 * @param promptTokens an estimate
 * @param bodyBytes few texts have half as many tokens as bytes
 */
export function estimatedCost(
  price: PriceKnowledge,
  promptTokens: number,
  bodyBytes: number,
): EstimatedCost | undefined {
  const usd = costOf(price, promptTokens, usualAnswer);
  if (typeof price !== 'object' || usd === undefined) return undefined;
  const mostTokens = Math.max(promptTokens, Math.ceil(bodyBytes / 2));
  return { usd, atMostUsd: at(rateFor(price, mostTokens) ?? price, mostTokens, longestAnswer) };
}

/** What a request cost by the tokens that the provider counted; undefined where no price is known for it. */
export function costOf(
  price: PriceKnowledge,
  promptTokens: number | undefined,
  answerTokens: number | undefined,
): number | undefined {
  if (typeof price !== 'object' || promptTokens === undefined || answerTokens === undefined) return undefined;
  const rate = rateFor(price, promptTokens);
  return rate && at(rate, promptTokens, answerTokens);
}

function rateFor(price: Price, promptTokens: number): Rate | undefined {
  return promptTokens <= (price.upToPromptTokens ?? Number.POSITIVE_INFINITY) ? price : price.above;
}

function at({ input, output }: Rate, promptTokens: number, answerTokens: number): number {
  return (promptTokens * input + answerTokens * output) / 1_000_000;
}
