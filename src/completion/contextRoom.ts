import type { CompletionModel } from './asking.ts';

/** A token of code seldom has fewer characters: what is counted with it mostly fits. */
const fewestCharactersPerToken = 3;

/** What stands beside the text before the cursor, in UTF-16 code units: the text after it, and a family's markers. */
const besideCharacters = 900;

const leastCharacters = 200;

/** The context that a prompt with so much text before the cursor needs with its answer, in tokens. */
export function contextNeeded(beforeCharacters: number, answerTokens: number): number {
  return Math.ceil((beforeCharacters + besideCharacters) / fewestCharactersPerToken) + answerTokens;
}

/**
 * How much text before the cursor a model's context holds, so that the engine need not refuse a prompt. Where it does all the
 * same, as for a language with more tokens, it is asked with half as much from then on.
 */
export class ContextRoom {
  #refused: Pick<CompletionModel, 'name' | 'contextTokens'> & { readonly characters: number } = {
    name: '',
    contextTokens: 0,
    characters: 0,
  };

  /** The most text before the cursor, in UTF-16 code units. @param answerTokens what the answer may take */
  beforeCharacters({ name, contextTokens }: CompletionModel, answerTokens: number): number {
    const counted = (contextTokens - answerTokens) * fewestCharactersPerToken - besideCharacters;
    const most = Math.max(leastCharacters, counted);
    const refused = this.#refused;
    return refused.name === name && refused.contextTokens === contextTokens ? Math.min(refused.characters, most) : most;
  }

  /** The engine refused a prompt with so much text before the cursor. */
  refused({ name, contextTokens }: CompletionModel, characters: number): void {
    this.#refused = { name, contextTokens, characters: Math.max(leastCharacters, Math.floor(characters / 2)) };
  }
}
