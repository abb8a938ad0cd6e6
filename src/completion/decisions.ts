import type { Origin } from '../base/text.ts';
import type { NothingReason, Stages } from './outcome.ts';

/** One time that a completion was considered, for "Why No Suggestion?". */
export interface Decision {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** The document's full URI. */
  readonly uri: string;
  /** The path as people know it. */
  readonly path: string;
  /** Counted from 0. */
  readonly line: number;
  readonly character: number;
  readonly outcome: 'shown' | 'fromCache' | 'nothing';
  readonly reason?: NothingReason;
  readonly detail?: string;
  readonly model?: string;
  /** From the question to the decision. */
  readonly milliseconds: number;
  /** The engine's count of prompt tokens, where it was asked. */
  readonly promptTokens?: number;
  /** How the prompt was laid out. */
  readonly layout?: string;
  /** The pieces of other files that were in the prompt. */
  readonly others?: readonly Origin[];
  readonly stages?: Stages;
}

const kept = 50;

/** The last decisions, the newest last. They hold places and reasons, never text. */
export class Decisions {
  #last: readonly Decision[] = [];

  get last(): readonly Decision[] {
    return this.#last;
  }

  add(decision: Decision): void {
    this.#last = [...this.#last.slice(1 - kept), decision];
  }
}
