/** A cold evaluation of the window may take this long, in seconds (design: `reliability.md`). */
const mostSeconds = 1.5;

/** About how many characters make a token of code. */
const charactersPerToken = 3.5;

const leastCharacters = 1000;
const mostCharacters = 6000;

/** Before anything is measured: quick enough on a slow machine, enough on a fast one. */
const firstCharacters = 2000;

/**
 * How much text the machine evaluates quickly enough, measured on cold prompts: those that share little with the one before.
 */
export class WindowBudget {
  #characters = firstCharacters;
  #lastPrompt = '';

  /** The most text before the cursor, in UTF-16 code units. */
  get characters(): number {
    return this.#characters;
  }

  /** @param firstPieceMs from the request to its first piece: nearly all of it is evaluation when the prompt was cold */
  measured(prompt: string, firstPieceMs: number): void {
    const cold = prompt.length - sharedStart(prompt, this.#lastPrompt);
    this.#lastPrompt = prompt;
    if (cold < 700) return;
    const tokensPerSecond = cold / charactersPerToken / (Math.max(1, firstPieceMs) / 1000);
    const affordable = mostSeconds * tokensPerSecond * charactersPerToken;
    // In steps of 500: a window that changes a little at each measurement would move its start each time.
    const stepped = Math.round(affordable / 500) * 500;
    this.#characters = Math.min(mostCharacters, Math.max(leastCharacters, stepped));
  }
}

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
