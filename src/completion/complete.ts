import type { CursorText } from '../base/text.ts';
import type { Part } from './answerText.ts';
import type { AskingParts, CompletionModel } from './asking.ts';
import type { Flight } from './flight.ts';
import { Flights } from './flights.ts';
import { type ShowGate, usualGate } from './gate.ts';
import { advanced, healed } from './healing.ts';
import { KnownAnswers } from './knownAnswers.ts';
import type { Answered, Noted } from './outcome.ts';
import { Pace } from './pace.ts';
import { Showing } from './showing.ts';

/** What the root hands in. */
export interface CompletionParts extends AskingParts {
  /** Whether this window has the focus: only then anything is asked ahead. Left out: it has. */
  readonly focused?: () => boolean;
  /** When a suggestion is shown. */
  readonly gate?: ShowGate;
}

/** A question that is being answered. */
interface Question {
  readonly cursor: CursorText;
  readonly signal: AbortSignal;
  readonly invoked: boolean;
  /** How long was waited before anything was asked, in milliseconds. */
  readonly waitedMs: number;
}

/** How few characters of known text may be left before more is asked for. */
const fewCharacters = 12;

/**
 * From the text at a cursor to a suggestion. What is known is shown at once; otherwise the request in flight is shared while
 * nothing typed contradicts it, and ended at the engine when something does. At most one request is outstanding.
 */
export class Completions {
  readonly #parts: CompletionParts;
  readonly #known = new KnownAnswers();
  readonly #flights: Flights;
  readonly #pace: Pace;
  readonly #showing: Showing;
  /** Where was asked ahead last. */
  #askedAhead = '';

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#flights = new Flights(parts, this.#known);
    this.#pace = new Pace(parts.clock);
    this.#showing = new Showing(parts.gate ?? usualGate);
  }

  /**
   * A suggestion for this cursor, or why there is none. Never throws and never opens a window: failure is a value.
   * @param invoked a person asked for this very suggestion: no wait, and it is shown however unsure it is
   */
  async complete(cursor: CursorText, signal: AbortSignal, invoked = false): Promise<Answered> {
    if (signal.aborted) return { nothing: 'cancelled' };
    this.#notice(cursor);
    const known = this.#fromKnown(cursor, invoked);
    if (known) return known;
    if (isNoText(cursor)) return { nothing: 'notText' };

    const waitedMs = this.#flights.now || invoked ? 0 : this.#pace.waitMs();
    if (waitedMs > 0) await this.#parts.clock.wait(waitedMs, signal);
    if (signal.aborted) return { nothing: 'cancelled' };
    for (let asked = 0; ; asked++) {
      const arrived = this.#fromKnown(cursor, invoked);
      if (arrived) return arrived;
      if (this.#flights.newest !== cursor || asked > 2) return { nothing: 'cancelled' };
      this.#flights.endIfContradicted(cursor);
      const flight = this.#flights.at(cursor);
      const answered = await this.#await(flight, { cursor, signal, invoked, waitedMs });
      if (answered) return answered;
      this.#flights.contradicted(flight);
    }
  }

  /**
   * A key was pressed; the editor will ask in 50 ms. Until then the answer can be on its way, and one that the key contradicts
   * has ended.
   */
  typed(cursor: CursorText): void {
    this.#notice(cursor);
    if (!this.#mayAskUnasked() || this.#pace.waitMs() > 0 || this.#known.find(cursor) || isNoText(cursor)) return;
    this.#flights.early(cursor);
  }

  /**
   * The user came to this place without typing: the engine can read the text before the first key.
   */
  arrived(cursor: CursorText): void {
    this.#flights.moved(cursor);
    this.#flights.endIfContradicted(cursor);
    if (!this.#mayAskUnasked() || this.#known.find(cursor) || isNoText(cursor)) return;
    this.#flights.ahead(healed(cursor), cursor);
  }

  /** The model that was asked last. */
  get model(): CompletionModel | undefined {
    return this.#flights.model;
  }

  /** Whether prompts have room for pieces of other files here, so that it is worth looking for some. */
  get wantsOthers(): boolean {
    return this.#flights.othersRoom > 0;
  }

  /**
   * Nobody has typed for a while: the pieces of other files may change now, and the engine reads what changed before the next
   * key. Any question goes first.
   */
  rested(cursor: CursorText): void {
    if (this.#mayAskUnasked() && !isNoText(cursor)) this.#flights.settle(cursor);
  }

  /** A suggestion was accepted. */
  accepted(): void {
    this.#showing.clear();
    this.#pace.accepted();
  }

  /** Forgets all suggestions, as after a change of model. */
  clear(): void {
    this.#flights.clear();
    this.#askedAhead = '';
    this.#known.clear();
  }

  dispose(): void {
    this.clear();
  }

  /** What is known for the cursor, at once; and more is asked for before it is used up. */
  #fromKnown(cursor: CursorText, invoked: boolean): Answered | undefined {
    const found = this.#known.find(cursor);
    if (!found) return undefined;
    const { part, answer } = found;
    if (part.text.length + part.more <= fewCharacters) this.#askAhead(cursor, part);
    return this.#showing.show(cursor, part, { model: answer.model, from: 'cache' }, invoked);
  }

  /** Waits for the part of an answer that belongs at the cursor. @returns undefined when it turned out to say something else */
  async #await(flight: Flight, { cursor, signal, invoked, waitedMs }: Question): Promise<Answered | undefined> {
    const began = this.#parts.clock.now();
    const stopped = aborted(signal);
    for (;;) {
      const here = flight.has(cursor);
      if (here === undefined) return undefined;
      if (here !== 'notYet') {
        const noted = this.#noted(flight, waitedMs);
        if (!('part' in here)) return { ...here, ...noted };
        if (!flight.ahead) this.#pace.answered(this.#parts.clock.now() - began);
        return { ...this.#showing.show(cursor, here.part, { model: flight.model, from: 'engine' }, invoked), ...noted };
      }
      if ((await Promise.race([flight.changed(), stopped])) === 'aborted') {
        void this.#flights.letGo(flight, cursor);
        return { nothing: 'cancelled' };
      }
    }
  }

  /** What was measured of a request by now. */
  #noted({ measured, layout, others, stages, began }: Flight, wait: number): Noted {
    return {
      ...(measured ? { measured } : {}),
      ...(layout ? { layout } : {}),
      ...(others ? { others } : {}),
      stages: { wait, ...stages, total: stages.total ?? this.#parts.clock.now() - began },
    };
  }

  /** Asks for what comes behind the known text, if nothing is being asked and the user is here. */
  #askAhead(cursor: CursorText, part: Part): void {
    if (!this.#mayAskUnasked()) return;
    // Where the cursor comes to when what is shown is accepted: blanks at the end are not.
    const ahead = advanced(cursor, part.text.trimEnd());
    const { line, character } = ahead.position;
    const where = `${ahead.origin.uri} ${line} ${character}`;
    // Once for each place: an answer that brought nothing would bring nothing again.
    if (where === this.#askedAhead || this.#known.find(ahead)) return;
    this.#askedAhead = where;
    this.#flights.ahead(ahead);
  }

  /** Whether anything may be asked that the editor has not asked for. */
  #mayAskUnasked(): boolean {
    return !this.#flights.now && !this.#parts.busy() && this.#parts.focused?.() !== false;
  }

  /** The user is here now. Once for each key, whether it is heard of from the document or from the question. */
  #notice(cursor: CursorText): void {
    if (!this.#flights.moved(cursor)) return;
    this.#pace.key();
    const became = this.#showing.notice(cursor);
    if (became === 'accepted') this.#pace.accepted();
    if (became === 'rejected') this.#pace.rejected();
  }
}

const isNoText = (cursor: CursorText) => cursor.before.includes('\u0000');

/** Resolves when the signal aborts; lets go of the signal when it is collected with its request. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
