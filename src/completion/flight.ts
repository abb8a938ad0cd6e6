import type { CursorText, Origin } from '../base/text.ts';
import type { Measured } from '../tiers/tier.ts';
import { type AnswerText, agrees, type Certainty, type Part, partAt } from './answerText.ts';
import type { Layout } from './layout.ts';
import type { Nothing, NothingReason, Stages } from './outcome.ts';
import { type Place, placeOf } from './place.ts';

/** Why a request brought nothing, or how it ended. */
export interface FlightEnd {
  readonly nothing?: NothingReason;
  readonly detail?: string;
}

/** One request to the engine and what has arrived of its answer. Later keystrokes may share it. */
export class Flight implements AnswerText {
  /** Where the answer begins: at the cursor, at the start of its word, or ahead of it. */
  readonly cursor: CursorText;
  readonly place: Place;
  /** Whether nobody waits for it yet: it was asked before the user got there. */
  readonly ahead: boolean;
  readonly began: number;
  /** What was typed of the answer when it was asked for. */
  readonly begins: string;
  readonly ended = new AbortController();
  text = '';
  readonly certainties: Certainty[] = [];
  model = '';
  state: AnswerText['state'] = 'arriving';
  layout?: Layout;
  /** The pieces of other files in its prompt. */
  others?: readonly Origin[];
  measured?: Measured;
  /** How long each stage took, in milliseconds, as far as they are over. */
  readonly stages: { -readonly [Stage in keyof Stages]: Stages[Stage] } = {};
  end?: FlightEnd;
  #watchers: (() => void)[] = [];

  /**
   * @param began when it was asked for, by the clock that its stages are measured with
   * @param begins what is typed of the answer already: the word that the cursor stands behind
   */
  constructor(cursor: CursorText, ahead: boolean, began: number, begins = '') {
    this.begins = begins;
    this.began = began;
    this.cursor = cursor;
    this.place = placeOf(cursor);
    this.ahead = ahead;
  }

  /** @param piece as the engine says it; the editor hands its text over without carriage returns, so that they go here, too */
  add(piece: string, logprobs: readonly number[] | undefined): void {
    const text = piece.replaceAll('\r', '');
    const from = this.text.length;
    this.text += text;
    // Pieces mostly are single tokens; where one holds several, their ends are spread over it.
    logprobs?.forEach((logprob, index) => {
      this.certainties.push({ end: from + Math.ceil((text.length * (index + 1)) / logprobs.length), logprob });
    });
    this.#tell();
  }

  /** Leaves out what came beyond this many UTF-16 code units. */
  cut(end: number): void {
    this.text = this.text.slice(0, end);
  }

  /** Nothing more will come. */
  over(state: 'whole' | 'torn', end: FlightEnd): void {
    this.state = state;
    this.end = end;
    this.#tell();
  }

  /** What it has for a cursor by now; undefined when it says something else than was typed, or brought nothing. */
  has(cursor: CursorText): { readonly part: Part } | Nothing | 'notYet' | undefined {
    const part = partAt(this, cursor);
    // Of an answer that failed only whole lines count.
    if (part && part !== 'notYet' && (part.whole || !this.end?.nothing)) return { part };
    if (!this.end && part) return 'notYet';
    const { nothing, detail } = this.end ?? {};
    if (nothing === 'cancelled') return undefined;
    if (nothing) return { nothing, ...(detail === undefined ? {} : { detail }) };
    // What it says here is blank, or it has said all it had to say.
    return agrees(this, cursor) ? { nothing: 'empty' } : undefined;
  }

  /** Resolves when more has arrived, or nothing more will. */
  changed(): Promise<void> {
    return this.end ? Promise.resolve() : new Promise((resolve) => this.#watchers.push(resolve));
  }

  #tell(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}
