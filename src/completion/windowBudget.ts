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
 * The most text before the cursor, in UTF-16 code units.
 * @param charactersPerSecond how much the engine reads in a second; undefined until it is known
 * @param others how much text of other files stands in the prompt: it takes its time too
 */
export function beforeCharacters(charactersPerSecond: number | undefined, others = 0): number {
  if (charactersPerSecond === undefined) return firstCharacters;
  return Math.min(mostCharacters, Math.max(leastCharacters, stepped(mostSeconds * charactersPerSecond) - others));
}

/**
 * The most text of other files, in UTF-16 code units: none on a slow machine, and until it is known how fast it is.
 * @param charactersPerSecond as for {@link beforeCharacters}
 */
export function othersCharacters(charactersPerSecond: number | undefined): number {
  const affordable = Math.min(mostOthersCharacters, stepped(othersSeconds * (charactersPerSecond ?? 0)));
  return affordable < leastOthersCharacters ? 0 : affordable;
}

/** In steps of 500: what changes a little at each measurement would make the prompt begin otherwise each time. */
const stepped = (characters: number) => Math.round(characters / 500) * 500;
