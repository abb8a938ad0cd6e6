import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import {
  type Answerer,
  type AnswerRequest,
  type Completer,
  type CompletionRequest,
  type Measured,
  type Provenance,
  type Tier,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from './tier.ts';

/** What was being done when a tier answered or failed. */
export type Work = 'completion' | 'task';

/** What the status bar shows: how things stand between the user and the tiers. */
export interface Status {
  /** Who would answer now: known once the engine was asked for its models. */
  readonly ready?: {
    readonly tier: Tier;
    /** As shown: "Ollama", "vLLM". */
    readonly engine: string;
    readonly host: string;
    readonly model: string;
    readonly version?: string;
  };
  /** Requests being answered now. */
  readonly working: number;
  /** Who answers the newest of them; a task's goes before a completion's. */
  readonly asked?: Whom;
  /** The last answer that was completed. */
  readonly last?: { readonly work: Work; readonly provenance: Provenance; readonly measured: Measured };
  /** Why the last request failed, until one succeeds. */
  readonly failing?: {
    readonly work: Work;
    readonly tier: Tier;
    readonly reason: TierErrorReason;
    readonly detail: string;
    /** The host that was asked, where one was. */
    readonly host?: string;
  };
  /** A model that is being brought into memory, and since when (ms). */
  readonly loading?: { readonly model: string; readonly since: number };
  /** Answers completed today, by tier. */
  readonly today: Readonly<Record<Tier, number>>;
}

const noAnswers: Status['today'] = { local: 0, selfHosted: 0, cloud: 0, handedOver: 0 };

/** Keeps the {@link Status}. Tiers and use cases know nothing of it: {@link watched} is put round them by the root. */
export class StatusBoard implements Disposable {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #requests = new Set<{ readonly work: Work; readonly whom: Whom }>();
  #status: Status = { working: 0, today: noAnswers };
  /** The day that `today` is about. */
  #day = '';
  /** Ends the wait for that day's end. */
  #watching: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get status(): Status {
    return this.#isToday ? this.#status : { ...this.#status, today: noAnswers };
  }

  /** Calls `listener` after each change. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** The engine was reached and this model will answer. */
  ready(ready: NonNullable<Status['ready']>): void {
    const { failing: _over, ...rest } = this.#status;
    this.#status = rest;
    this.#set({ ready });
  }

  /** A request begins. @returns ends it */
  began(work: Work, whom: Whom): () => void {
    const request = { work, whom };
    this.#requests.add(request);
    this.#count();
    return () => {
      if (this.#requests.delete(request)) this.#count();
    };
  }

  answered(work: Work, provenance: Provenance, measured: Measured): void {
    const { failing: _over, ...rest } = this.#status;
    this.#status = rest;
    const { today } = this.status;
    this.#day = dayOf(this.#clock.now());
    this.#watchTheDay();
    this.#set({
      last: { work, provenance, measured },
      today: { ...today, [provenance.tier]: today[provenance.tier] + 1 },
    });
  }

  failed(work: Work, tier: Tier, error: TierError, host?: string): void {
    const { reason, message: detail } = error;
    this.#set({ failing: { work, tier, reason, detail, ...(host === undefined ? {} : { host }) } });
  }

  /** Something that stood in the way is gone, such as a setting that was mended. */
  recovered(): void {
    const { failing: _over, ...rest } = this.#status;
    this.#status = rest;
    this.#set({});
  }

  /** @param model the model that is being loaded now; undefined when it is there or was given up */
  loading(model: string | undefined): void {
    const { loading: _over, ...rest } = this.#status;
    this.#status = rest;
    this.#set(model === undefined ? {} : { loading: { model, since: this.#clock.now() } });
  }

  dispose(): void {
    this.#watching?.abort();
  }

  get #isToday(): boolean {
    return this.#day === dayOf(this.#clock.now());
  }

  /** Tells the listeners when the day is over. It looks each hour: timers stand still while a machine sleeps. */
  #watchTheDay(): void {
    if (this.#watching !== undefined) return;
    const watching = new AbortController();
    this.#watching = watching;
    const look = async () => {
      while (this.#isToday && !watching.signal.aborted) {
        await this.#clock.wait(Math.min(untilMidnight(this.#clock.now()), hourMs), watching.signal);
      }
      if (watching.signal.aborted) return;
      this.#watching = undefined;
      this.#set({ today: noAnswers });
    };
    void look();
  }

  #count(): void {
    const requests = [...this.#requests];
    const shown = requests.findLast(({ work }) => work === 'task') ?? requests.at(-1);
    const { asked: _over, ...rest } = this.#status;
    this.#status = rest;
    this.#set({ working: requests.length, ...(shown ? { asked: shown.whom } : {}) });
  }

  #set(change: Partial<Status>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

const hourMs = 3_600_000;

const dayOf = (now: number) => new Date(now).toDateString();

/** Milliseconds until the user's next day. */
function untilMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() - now;
}

/** Who is asked, for the board. */
export interface Whom {
  readonly tier: Tier;
  readonly engine: string;
  readonly host: string;
  readonly model: string;
}

/** The events of a tier, as they are, noted on the board. */
export async function* watchedEvents(
  events: AsyncIterable<TierEvent>,
  board: StatusBoard,
  work: Work,
  whom: Whom,
  clock: Clock,
): AsyncGenerator<TierEvent> {
  const began = clock.now();
  let heard = false;
  // A reader who has enough leaves in the middle: then it was answered all the same, though the engine cannot say so.
  let left = true;
  const end = board.began(work, whom);
  try {
    for await (const event of events) {
      heard = true;
      if (event.kind === 'done') {
        left = false;
        board.answered(work, event.provenance, event.measured);
      }
      yield event;
    }
    left = false;
  } catch (error) {
    left = false;
    if (error instanceof TierError) board.failed(work, whom.tier, error, whom.host);
    throw error;
  } finally {
    if (left && heard) board.answered(work, whom, { totalMs: clock.now() - began });
    end();
  }
}

/** The tier, watched by the board. @param who the engine as it is at this request */
export function watched(
  answering: Completer & Answerer,
  board: StatusBoard,
  who: () => Omit<Whom, 'model'>,
  clock: Clock,
): Completer & Answerer {
  return {
    complete: (request: CompletionRequest, signal: AbortSignal) =>
      watchedEvents(
        answering.complete(request, signal),
        board,
        'completion',
        { ...who(), model: request.model },
        clock,
      ),
    answer: (request: AnswerRequest, signal: AbortSignal) =>
      watchedEvents(answering.answer(request, signal), board, 'task', { ...who(), model: request.model }, clock),
  };
}
