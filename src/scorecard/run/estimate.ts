import type { CaseFile, TestCase } from '../cases/caseFile.ts';

/** How fast a model was seen to be, in tokens a second. */
export interface KnownSpeed {
  readonly readTokensPerSecond?: number;
  readonly writeTokensPerSecond?: number;
}

/** How much work a run is. */
export interface Estimate {
  readonly cases: number;
  /** Cases times repeats. */
  readonly requests: number;
  readonly promptTokens: number;
  /** How long it takes, in milliseconds; undefined where the model was never measured. */
  readonly ms: number | undefined;
}

/** What an answer has, in tokens, where the case lets it have more: most are short. */
const usualAnswerTokens = 160;

/** A token has about so many characters: rather too few than too many. */
const charactersAToken = 3;

/** Says how long cases will take: tokens divided by the speed that the model was seen to have. A repeat reads nothing anew. */
export function estimateOf(
  cases: readonly TestCase[],
  { options }: Pick<CaseFile, 'options'>,
  repeats: number,
  { readTokensPerSecond: reads, writeTokensPerSecond: writes }: KnownSpeed,
): Estimate {
  let [promptTokens, answerTokens] = [0, 0];
  for (const { messages, maximumTokens = options.maximumTokens } of cases) {
    promptTokens += Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / charactersAToken);
    answerTokens += Math.min(maximumTokens, usualAnswerTokens) * repeats;
  }
  const ms = reads && writes ? (promptTokens / reads + answerTokens / writes) * 1000 : undefined;
  return { cases: cases.length, requests: cases.length * repeats, promptTokens, ms };
}
