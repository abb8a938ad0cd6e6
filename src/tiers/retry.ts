import type { Clock } from '../base/clock.ts';
import { type Answerer, type AnswerRequest, TierError, type TierErrorReason, type TierEvent } from './tier.ts';

/** What may pass by itself, as while an engine restarts. Nothing else is worth asking twice. */
const passing: ReadonlySet<TierErrorReason> = new Set(['unreachable', 'busy']);

const pauseMs = 400;

/** The answerer, asked a second time when the engine could not be reached or was full, and only before it said anything. */
export function retryingOnce(answerer: Answerer, clock: Clock): Answerer {
  return {
    async *answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
      let begun = false;
      try {
        for await (const event of answerer.answer(request, signal)) {
          begun = true;
          yield event;
        }
        return;
      } catch (error) {
        if (begun || !(error instanceof TierError) || !passing.has(error.reason)) throw error;
      }
      await clock.wait(pauseMs, signal);
      if (!signal.aborted) yield* answerer.answer(request, signal);
    },
  };
}
