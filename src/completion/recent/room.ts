import type { CompletionModel } from '../asking.ts';

/** A token has seldom fewer characters: what is counted with it fits. */
const fewestCharactersPerToken = 3;

/**
 * How much text of other files may stand in a prompt, in UTF-16 code units: what the machine reads quickly enough, and what the
 * model's context holds beside its largest window and its answer. None where the model's family does not say how files are joined.
 */
export function othersRoom({ way, contextTokens }: CompletionModel, affordable: number, answerTokens: number): number {
  if (way.way !== 'raw' || !way.format.namesFiles) return 0;
  const { beforeCharacters, afterCharacters } = way.format;
  const left = (contextTokens - answerTokens) * fewestCharactersPerToken - beforeCharacters - afterCharacters;
  return Math.max(0, Math.min(affordable, left));
}
