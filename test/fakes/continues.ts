import { type Answer, type Piece, says } from './ollamaAnswers.ts';

/** How much of a prompt's end must stand in a text for it to be that text, in UTF-16 code units. */
const leastCharacters = 8;

/**
 * An engine that knows what will be written: it goes on where the prompt ends in one of these texts, token by token, and says
 * nothing where none fits.
 */
export const continues =
  (...texts: readonly string[]): Answer =>
  (exchange) =>
    says(...tokensOf(restOf(texts, String(exchange.request.body?.prompt ?? ''))))(exchange);

function restOf(texts: readonly string[], prompt: string): string {
  for (let length = prompt.length; length >= leastCharacters; length--) {
    const end = prompt.slice(-length);
    const text = texts.find((each) => each.includes(end));
    if (text !== undefined) return text.slice(text.indexOf(end) + end.length);
  }
  return '';
}

const tokensOf = (text: string): readonly Piece[] => text.match(/[^\S\n]*\w+|[^\w\n]|\n[^\S\n]*/g) ?? [];
