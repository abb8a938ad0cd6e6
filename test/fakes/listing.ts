import type { Said } from '../../src/writing/findings/said.ts';

/** What a model says of a mistake. */
export type Telling = Pick<Said, 'original' | 'replacement'> & Partial<Said>;

/** An answer that lists these mistakes, each in the order that it is asked for in. */
export function listing(...said: readonly Telling[]): string {
  const findings = said.map(({ original, context, replacement, why = 'It is wrong.', kind = 'spelling' }) => ({
    original,
    context,
    replacement,
    why,
    kind,
  }));
  return JSON.stringify({ findings });
}
