import type { SecretRule } from './secretNames.ts';

/** A stretch of a text that looks like a secret; the end is not included. Both count UTF-16 code units. */
export interface Secret {
  readonly rule: SecretRule;
  readonly start: number;
  readonly end: number;
}

/**
 * Looks for secrets in each of some texts.
 * @returns for each text its secrets in order, none overlapping another
 * @throws when a check could not be done to its end; then nothing is known about any of the texts
 */
export type FindSecrets = (texts: readonly string[]) => Promise<readonly (readonly Secret[])[]>;
