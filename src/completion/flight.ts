import type { CursorText, Origin } from '../base/text.ts';
import type { Measured } from '../tiers/tier.ts';
import type { AnswerText, Certainty } from './answerText.ts';
import type { NothingReason } from './outcome.ts';
import { type Place, placeOf } from './place.ts';
import type { Layout } from './prompts.ts';

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
  readonly ended = new AbortController();
  text = '';
  readonly certainties: Certainty[] = [];
  model = '';
  state: AnswerText['state'] = 'arriving';
  layout?: Layout;
  /** The pieces of other files in its prompt. */
  others?: readonly Origin[];
  measured?: Measured;
  /** From the request to its first piece, in ms. */
  firstPieceMs?: number;
  end?: FlightEnd;
  #watchers: (() => void)[] = [];

  constructor(cursor: CursorText, ahead: boolean) {
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

  /** Resolves when more has arrived, or nothing more will. */
  changed(): Promise<void> {
    return this.end ? Promise.resolve() : new Promise((resolve) => this.#watchers.push(resolve));
  }

  #tell(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}
