import type { Said } from '../../src/writing/findings/said.ts';

/** What a model says of a mistake. */
export type Telling = Pick<Said, 'original' | 'replacement'> & Partial<Said>;

/** An answer that lists these mistakes. */
export function listing(...said: readonly Telling[]): string {
  return JSON.stringify({ findings: said.map((one) => ({ why: 'It is wrong.', kind: 'spelling', ...one })) });
}
