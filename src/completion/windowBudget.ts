/** A cold evaluation of the window may take this long, in seconds (design: `reliability.md`). */
const mostSeconds = 1.5;

/** Reading pieces of other files may take this long, in seconds: once for each file, and where possible while nobody types. */
const othersSeconds = 0.5;

/** Less than this holds no piece worth the name. */
const leastOthersCharacters = 1000;
const mostOthersCharacters = 4000;

const leastCharacters = 1000;
const mostCharacters = 6000;

/** Before anything is measured: quick enough on a slow machine, enough on a fast one. */
const firstCharacters = 2000;

/**
 * How much text the machine evaluates quickly enough, measured on cold prompts: those that share little with the one before.
 */
export class WindowBudget {
  #characters = firstCharacters;
  #othersCharacters = 0;
  #lastPrompt = '';

  /** The most text before the cursor, in UTF-16 code units. */
  get characters(): number {
    return this.#characters;
  }

  /** The most text of other files, in UTF-16 code units; none on a slow machine, and until it is known how fast it is. */
  get othersCharacters(): number {
    return this.#othersCharacters;
  }

  /** @param firstPieceMs from the request to its first piece: nearly all of it is evaluation when the prompt was cold */
  measured(prompt: string, firstPieceMs: number): void {
    const cold = prompt.length - sharedStart(prompt, this.#lastPrompt);
    this.#lastPrompt = prompt;
    if (cold < 700) return;
    const charactersPerSecond = cold / (Math.max(1, firstPieceMs) / 1000);
    this.#characters = Math.min(mostCharacters, Math.max(leastCharacters, stepped(mostSeconds * charactersPerSecond)));
    const others = Math.min(mostOthersCharacters, stepped(othersSeconds * charactersPerSecond));
    this.#othersCharacters = others < leastOthersCharacters ? 0 : others;
  }
}

/** In steps of 500: what changes a little at each measurement would make the prompt begin otherwise each time. */
const stepped = (characters: number) => Math.round(characters / 500) * 500;

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
