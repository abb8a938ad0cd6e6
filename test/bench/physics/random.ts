/** Numbers between 0 (included) and 1 (excluded); the same seed gives the same numbers on every machine. */
export type Random = () => number;

/**
 * A generator for what these words name: nothing drawn for one purpose shifts what is drawn for another.
 * FNV-1a makes the words a number, mulberry32 (32-bit state, public domain, by Tommy Ettinger) draws from it.
 */
export function randomFor(...words: readonly (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const character of words.join('\u0000')) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the normal distribution (Box and Muller, 1958). */
export function normal(random: Random, mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * random());
}
