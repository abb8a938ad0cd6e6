import { type Answerer, type AnswerRequest, messageText, type TierEvent } from './tier.ts';

/** So many code units of text, blanks counted once, have at least one token. Prose has 4 to 5 a token, code about 3. */
const mostCharactersAToken = 8;

/** How many earlier prompts an engine may still have in memory. */
const remembered = 4;

/** A prompt that is shorter says too little, in tokens: the model's own template adds some, an engine's count may leave out some. */
const enoughTokens = 200;

/**
 * The answerer, whose last event says so where the engine evidently read less than it was sent: one that has too little context, or
 * does not know `truncate: false`, cuts the prompt in silence, and answers about the rest as if it were all.
 *
 * Ollama's older versions count only what they had not read before (`prompt_eval_count` without the cached beginning, or none), so what
 * a prompt has in common with the ones before it is not expected to be counted.
 */
export function noticingCuts(answerer: Answerer): Answerer {
  let earlier: readonly string[] = [];
  return {
    async *answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
      const prompt = request.messages.map(messageText).join('\n');
      const known = Math.max(0, ...earlier.map((each) => sharedLength(each, prompt)));
      earlier = [prompt, ...earlier].slice(0, remembered);
      const sent = leastTokens(prompt.slice(known));
      for await (const event of answerer.answer(request, signal)) {
        const read = event.kind === 'done' ? event.measured.promptTokens : undefined;
        const isLess = read !== undefined && sent >= enoughTokens && read < sent;
        yield event.kind === 'done' && isLess ? { ...event, readLess: { read, sent } } : event;
      }
    },
  };
}

/**
 * How many tokens a text has at least, whatever the tokenizer. Blanks and repeated signs, of which a token can have many, count once.
 */
export function leastTokens(text: string): number {
  return Math.floor(text.replace(/\s+/g, ' ').replace(/(.)\1{2,}/gsu, '$1').length / mostCharactersAToken);
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}
