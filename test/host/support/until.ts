import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until there is something to see, and returns it.
 * @param look undefined and false mean: not yet
 * @param what what is waited for, in words, for the error; a function can add what there was instead
 * @throws {Error} when it has not come within the limit, in milliseconds
 */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string | (() => string),
  limitMs = 5000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) {
      throw new Error(`waited ${limitMs} ms in vain for: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(5);
  }
}
