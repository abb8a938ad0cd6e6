import type { Clock } from '../base/clock.ts';
import type { Answerer, AnswerRequest, Completer, CompletionRequest, TierEvent } from './tier.ts';

/** How long a completion that had to wait has time to be asked for again, in milliseconds: a few keys. */
const turnMs = 800;

/** How often long work looks whether it is its turn, in milliseconds. */
const lookMs = 50;

/**
 * One engine, whose turn? What a person asked for goes first: an engine answers one request at a time, so a completion in
 * front of a task would delay it, and one behind it would wait until nobody wants it.
 */
export class Turns {
  readonly #onTask: () => void;
  #tasks = 0;
  #turnedAway = false;
  readonly #many = new Set<AbortController>();
  readonly #completions = new Set<AbortController>();
  readonly #background = new Set<AbortController>();

  /** @param onTask told when a task begins */
  constructor(onTask: () => void = () => {}) {
    this.#onTask = onTask;
  }

  /** Whether a task is being answered now, or a part of long work, so that a completion would only wait. */
  get taken(): boolean {
    return this.#tasks > 0 || this.#many.size > 0;
  }

  /** The same for a completion that somebody wants now: where long work is in its way, it gets the next turn. */
  mustWait(): boolean {
    if (this.#many.size > 0) this.#turnedAway = true;
    return this.taken;
  }

  /** The answerer, taking its turn: completions in flight end when a task begins. */
  forTasks(answerer: Answerer): Answerer {
    return { answer: (request: AnswerRequest, signal: AbortSignal) => this.#task(answerer.answer(request, signal)) };
  }

  /**
   * The answerer for long work, such as a folder's files, of which nobody waits for each request: it comes after every task and before
   * completions. A request of it ends when a task begins, and is put again behind it; its events come together at its end. A completion
   * on its way is let finish, and one that had to wait gets the time between two requests.
   */
  forMany(answerer: Answerer, clock: Clock): Answerer {
    return { answer: (request, signal) => this.#one(answerer, clock, request, signal) };
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
    for (const each of [...this.#completions, ...this.#background, ...this.#many]) each.abort();
    try {
      yield* events;
    } finally {
      this.#tasks--;
    }
  }

  async *#one(
    answerer: Answerer,
    clock: Clock,
    request: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<TierEvent> {
    for (;;) {
      if (this.#turnedAway) await clock.wait(turnMs, signal);
      while (!signal.aborted && (this.#tasks > 0 || this.#completions.size > 0)) await clock.wait(lookMs, signal);
      this.#turnedAway = false;
      if (signal.aborted) return;
      for (const each of this.#background) each.abort();
      const givenWay = new AbortController();
      this.#many.add(givenWay);
      const events: TierEvent[] = [];
      try {
        for await (const event of answerer.answer(request, AbortSignal.any([signal, givenWay.signal]))) {
          events.push(event);
        }
      } finally {
        this.#many.delete(givenWay);
      }
      if (signal.aborted) return;
      if (givenWay.signal.aborted && events.at(-1)?.kind !== 'done') continue;
      yield* events;
      return;
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
