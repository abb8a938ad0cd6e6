import type { Clock } from '../base/clock.ts';
import type { Breaker } from './breaker.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  TierError,
  type TierEvent,
} from './tier.ts';

/**
 * The completer behind the breaker.
 * @param bytesWereDue whether an engine as fast as this one is known to be would have said something by now: only then is
 * a time-out its failure. Given the request, how long nothing came (ms), and whether anything had come before.
 */
export function guardedBy(
  completer: Completer,
  breaker: Breaker,
  clock: Clock,
  bytesWereDue: (request: CompletionRequest, waitedMs: number, heard: boolean) => boolean = () => true,
): Completer {
  return {
    async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
      if (signal.aborted) return;
      const pass = await breaker.enter(signal);
      const either = AbortSignal.any([signal, pass.dropped]);
      let since = clock.now();
      let heard = false;
      // A reader who has enough leaves in the middle: then the engine has answered.
      let left = true;
      try {
        if (signal.aborted) return;
        for await (const event of completer.complete(request, either)) {
          heard = true;
          if (event.kind === 'done') pass.succeeded();
          yield event;
          since = clock.now();
        }
        left = false;
      } catch (error) {
        left = false;
        if (either.aborted) return;
        const tooEarly = isTimeOut(error) && !bytesWereDue(request, clock.now() - since, heard);
        if (error instanceof TierError && !tooEarly) pass.failed(error);
        throw error;
      } finally {
        if (left && heard && !either.aborted) pass.succeeded();
        pass.end();
      }
    },
  };
}

/**
 * A question that comes before each completion, such as which model answers, behind the same breaker. Its failures count;
 * its success says nothing of whether the engine completes.
 */
export function guardedQuestion<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  breaker: Breaker,
): (signal: AbortSignal) => Promise<T> {
  return async (signal) => {
    const pass = await breaker.enter(signal);
    try {
      return await ask(AbortSignal.any([signal, pass.dropped]));
    } catch (error) {
      if (pass.dropped.aborted && !signal.aborted) throw new TierError('cutShort', 'the machine slept');
      if (error instanceof TierError && !signal.aborted) pass.failed(error);
      throw error;
    } finally {
      pass.end();
    }
  };
}

/** The answerer of what people ask for: it goes past the breaker and closes it. */
export function closing(answerer: Answerer, breaker: Breaker): Answerer {
  return {
    answer: (request: AnswerRequest, signal: AbortSignal) => {
      breaker.reset();
      return answerer.answer(request, signal);
    },
  };
}

function isTimeOut(error: unknown): boolean {
  return error instanceof TierError && (error.reason === 'timedOut' || error.reason === 'stalled');
}
