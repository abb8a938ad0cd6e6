import type { Answerer, AnswerRequest, Completer, CompletionRequest, TierEvent } from './tier.ts';

/**
 * One engine, whose turn? What a person asked for goes first: an engine answers one request at a time, so a completion in
 * front of a task would delay it, and one behind it would wait until nobody wants it.
 */
export class Turns {
  readonly #onTask: () => void;
  #tasks = 0;
  readonly #completions = new Set<AbortController>();
  readonly #background = new Set<AbortController>();

  /** @param onTask told when a task begins */
  constructor(onTask: () => void = () => {}) {
    this.#onTask = onTask;
  }

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

  /** The completer for what nobody waits for: it comes after everything else, and its events end quietly when anything begins. */
  inBackground(completer: Completer): Completer {
    return {
      complete: (request: CompletionRequest, signal: AbortSignal) => {
        const isFree = !this.taken && this.#completions.size === 0;
        return isFree ? given(completer, request, signal, this.#background) : nothing();
      },
    };
  }

  async *#task(events: AsyncIterable<TierEvent>): AsyncGenerator<TierEvent> {
    this.#tasks++;
    this.#onTask();
    for (const each of [...this.#completions, ...this.#background]) each.abort();
    try {
      yield* events;
    } finally {
      this.#tasks--;
    }
  }

  async *#completion(completer: Completer, request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (this.taken) return;
    for (const each of this.#background) each.abort();
    yield* given(completer, request, signal, this.#completions);
  }
}

/** The events of a request, until it has to give way. @param waiting those that have to, while it is among them */
async function* given(
  completer: Completer,
  request: CompletionRequest,
  signal: AbortSignal,
  waiting: Set<AbortController>,
): AsyncGenerator<TierEvent> {
  const givenWay = new AbortController();
  waiting.add(givenWay);
  try {
    yield* completer.complete(request, AbortSignal.any([signal, givenWay.signal]));
  } finally {
    waiting.delete(givenWay);
  }
}

async function* nothing(): AsyncGenerator<TierEvent> {}
