import type { Clock } from '../../base/clock.ts';
import { type Answerer, type AnswerRequest, type Measured, TierError } from '../../tiers/tier.ts';
import { type Kept, type KeptAnswer, keyOf } from './kept.ts';

/** What asking takes where what was answered is kept. */
export interface AskingOnce {
  readonly answerer: Answerer;
  readonly kept: Kept;
  readonly clock: Clock;
}

/** An answer, and what it took where it was asked for now. */
export interface Answered {
  readonly answer: KeptAnswer;
  /** Undefined: it was kept from an earlier time. */
  readonly took?: { readonly ms: number; readonly measured: Measured; readonly readLess: boolean };
}

/**
 * What is kept as the answer to a request, or else what the engine says now. It yields while something comes. What cannot be used, and
 * what the engine answered without having read all of it, is not kept.
 * @param digest the model's own content, where it is known
 * @returns undefined when it was stopped, or why there is no answer
 */
export async function* askedOnce(
  request: AnswerRequest,
  digest: string | undefined,
  { answerer, kept, clock }: AskingOnce,
  signal: AbortSignal,
  isUsable: (text: string) => boolean,
): AsyncGenerator<void, Answered | TierError | undefined> {
  const key = keyOf(request, digest);
  const known = kept.get(key);
  if (known && isUsable(known.text)) return { answer: known };
  const began = clock.now();
  let text = '';
  try {
    for await (const event of answerer.answer(request, signal)) {
      if (event.kind === 'piece') {
        text += event.text;
        yield;
        continue;
      }
      const { reason, provenance, measured } = event;
      const answer = { text, reason, provenance };
      const readLess = event.readLess !== undefined;
      if (isUsable(text) && !readLess) kept.put(key, answer);
      return { answer, took: { ms: clock.now() - began, measured, readLess } };
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof TierError)) throw error;
    return error;
  }
}
