import type { Answerer, AnswerRequest, Completer, CompletionRequest, TierEvent } from './tier.ts';

/**
 * One engine, whose turn? What a person asked for goes first: an engine answers one request at a time, so a completion in
 * front of a task would delay it, and one behind it would wait until nobody wants it.
 */
export class Turns {
  #tasks = 0;
  readonly #completions = new Set<AbortController>();

  /** Whether a task is being answered now, so that a completion would only wait. */
  get taken(): boolean {
    return this.#tasks > 0;
  }

  /** The answerer, taking its turn: completions in flight end when a task begins. */
  forTasks(answerer: Answerer): Answerer {
    return { answer: (request: AnswerRequest, signal: AbortSignal) => this.#task(answerer.answer(request, signal)) };
  }

  /** The completer, giving way to tasks: its events end quietly, as after an abort, when a task begins. */
  forCompletions(completer: Completer): Completer {
    return {
      complete: (request: CompletionRequest, signal: AbortSignal) => this.#completion(completer, request, signal),
    };
  }

  async *#task(events: AsyncIterable<TierEvent>): AsyncGenerator<TierEvent> {
    this.#tasks++;
    for (const completion of this.#completions) completion.abort();
    try {
      yield* events;
    } finally {
      this.#tasks--;
    }
  }

  async *#completion(completer: Completer, request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (this.taken) return;
    const givenWay = new AbortController();
    this.#completions.add(givenWay);
    try {
      yield* completer.complete(request, AbortSignal.any([signal, givenWay.signal]));
    } finally {
      this.#completions.delete(givenWay);
    }
  }
}
