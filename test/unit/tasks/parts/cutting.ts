import type { Ask, Given, Result } from '../../../../src/writing/parsing.ts';
import { divide } from '../../../../src/writing/reading/divide.ts';

/** The worker that parses, in this thread: it can only divide. */
export async function parse<A extends Ask>(ask: A, given: Given<A>): Promise<Result<A> | undefined> {
  if (ask !== 'divide') return undefined;
  const { text, languageId, most, declarations } = given as Given<'divide'>;
  return divide(text, languageId, most, declarations) as Result<A>;
}
