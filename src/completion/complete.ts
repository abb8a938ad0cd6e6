import type { CursorText, Origin } from '../base/text.ts';
import type { Measured } from '../tiers/tier.ts';
import { agrees, type Part, partAt } from './answerText.ts';
import { Asking, type AskingParts } from './asking.ts';
import { closesAll } from './closers.ts';
import { Contradictions } from './contradictions.ts';
import { Flight } from './flight.ts';
import { openGate, type ShowGate, shows, usualGate } from './gate.ts';
import { advanced, healed } from './healing.ts';
import { KnownAnswers } from './knownAnswers.ts';
import type { Outcome } from './outcome.ts';
import { Pace } from './pace.ts';
import { type Place, placeOf, typedSince } from './place.ts';
import type { Layout } from './prompts.ts';
import { trim } from './trim.ts';

/** What the root hands in. */
export interface CompletionParts extends AskingParts {
  /** Whether this window has the focus: only then anything is asked ahead. Left out: it has. */
  readonly focused?: () => boolean;
  /** When a suggestion is shown. */
  readonly gate?: ShowGate;
}

/** An outcome with what was measured on the way to it. */
export type Answered = Outcome & {
  readonly measured?: Measured;
  readonly layout?: Layout;
  /** The pieces of other files in the prompt. */
  readonly others?: readonly Origin[];
  /** Milliseconds spent waiting before the request, and from the request to the first piece. */
  readonly stages?: Readonly<Record<string, number>>;
};

/**
 * How long a request whose keystroke is gone goes on, in milliseconds. VS Code cancels at every key and asks again 50 ms
 * later; the answer in flight is often the right one for the next key too.
 */
const graceMs = 150;

/** How few characters of known text may be left before more is asked for. */
const fewCharacters = 12;

/**
 * From the text at a cursor to a suggestion. What is known is shown at once; otherwise the request in flight is shared while
 * nothing typed contradicts it, and ended at the engine when something does. At most one request is outstanding.
 */
export class Completions {
  readonly #parts: CompletionParts;
  readonly #gate: ShowGate;
  readonly #known = new KnownAnswers();
  readonly #contradictions = new Contradictions();
  readonly #asking: Asking;
  readonly #pace: Pace;
  #flight: Flight | undefined;
  /** What the engine only reads, ahead of any question. */
  #reading = new AbortController();
  /** The newest cursor that was asked about. */
  #newest: CursorText | undefined;
  /** What was asked before the editor asked, and for which key: its question shares it, also when it is over by then. */
  #early: { readonly flight: Flight; readonly cursor: CursorText } | undefined;
  /** Where was asked ahead last. */
  #askedAhead = '';
  /** What is on show, to notice that it was typed over. */
  #shown: { readonly place: Place; readonly text: string } | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
    this.#gate = parts.gate ?? usualGate;
    this.#asking = new Asking(parts);
    this.#pace = new Pace(parts.clock);
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
    if (cursor.before.includes('\u0000')) return { nothing: 'notText' };

    if (!this.#flight && !invoked) {
      const waitMs = this.#pace.waitMs();
      if (waitMs > 0) await this.#parts.clock.wait(waitMs, signal);
      if (signal.aborted) return { nothing: 'cancelled' };
    }
    for (let asked = 0; ; asked++) {
      const arrived = this.#fromKnown(cursor, invoked);
      if (arrived) return arrived;
      if (this.#newest !== cursor || asked > 2) return { nothing: 'cancelled' };
      this.#endIfContradicted(cursor);
      const flight =
        this.#flight ??
        this.#takeEarly(cursor) ??
        this.#start(this.#contradictions.startOf(cursor, this.#known), false);
      const answered = await this.#await(flight, cursor, signal, invoked);
      if (answered) return answered;
      this.#contradictions.add(flight);
    }
  }

  /**
   * A key was pressed; the editor will ask in 50 ms. Until then the answer can be on its way, and one that the key contradicts
   * has ended.
   */
  typed(cursor: CursorText): void {
    this.#notice(cursor);
    if (this.#flight || this.#parts.busy() || this.#pace.waitMs() > 0 || this.#known.find(cursor)) return;
    if (cursor.before.includes('\u0000') || this.#parts.focused?.() === false) return;
    this.#early = { flight: this.#start(this.#contradictions.startOf(cursor, this.#known), false), cursor };
  }

  /**
   * The user came to this place without typing: the engine can read the text before the first key.
   */
  arrived(cursor: CursorText): void {
    this.#newest = cursor;
    this.#endIfContradicted(cursor);
    if (this.#flight || this.#parts.busy() || this.#parts.focused?.() === false) return;
    if (cursor.before.includes('\u0000') || this.#known.find(cursor)) return;
    this.#start(healed(cursor), true);
  }

  /** Whether prompts have room for pieces of other files here, so that it is worth looking for some. */
  get wantsOthers(): boolean {
    return this.#asking.othersRoom > 0;
  }

  /**
   * Nobody has typed for a while: the pieces of other files may change now, and the engine reads what changed before the next
   * key. Any question goes first.
   */
  rested(cursor: CursorText): void {
    if (this.#flight || this.#parts.busy() || this.#parts.focused?.() === false) return;
    if (cursor.before.includes('\u0000') || !this.#asking.settle(cursor)) return;
    this.#reading.abort();
    this.#reading = new AbortController();
    void this.#asking.read(healed(cursor), this.#reading.signal);
  }

  /** A suggestion was accepted. */
  accepted(): void {
    this.#shown = undefined;
    this.#pace.accepted();
  }

  /** Forgets all suggestions, as after a change of model. */
  clear(): void {
    this.#flight?.ended.abort();
    this.#reading.abort();
    this.#flight = undefined;
    this.#newest = undefined;
    this.#early = undefined;
    this.#contradictions.clear();
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
    return this.#show(cursor, part, answer.model, 'cache', invoked);
  }

  /** Waits for the part of an answer that belongs at the cursor. @returns undefined when it turned out to say something else */
  async #await(
    flight: Flight,
    cursor: CursorText,
    signal: AbortSignal,
    invoked: boolean,
  ): Promise<Answered | undefined> {
    const began = this.#parts.clock.now();
    const stopped = aborted(signal);
    for (;;) {
      const part = partAt(flight, cursor);
      const noted = {
        ...(flight.measured ? { measured: flight.measured } : {}),
        ...(flight.layout ? { layout: flight.layout } : {}),
        ...(flight.others ? { others: flight.others } : {}),
        ...(flight.firstPieceMs === undefined ? {} : { stages: { firstPiece: flight.firstPieceMs } }),
      };
      // Of an answer that failed only whole lines count.
      if (part && part !== 'notYet' && (part.whole || !flight.end?.nothing)) {
        if (!flight.ahead) this.#pace.answered(this.#parts.clock.now() - began);
        return { ...this.#show(cursor, part, flight.model, 'engine', invoked), ...noted };
      }
      if (flight.end) {
        const { nothing, detail } = flight.end;
        if (nothing && nothing !== 'cancelled')
          return { nothing, ...(detail === undefined ? {} : { detail }), ...noted };
        // It has said all it had to say here.
        if (!nothing && agrees(flight, cursor)) return { nothing: 'empty', ...noted };
        return undefined;
      }
      // What it says here is blank.
      if (!part) return agrees(flight, cursor) ? { nothing: 'empty', ...noted } : undefined;
      if ((await Promise.race([flight.changed(), stopped])) === 'aborted') {
        void this.#endUnlessWanted(flight, cursor);
        return { nothing: 'cancelled' };
      }
    }
  }

  #show(cursor: CursorText, part: Part, model: string, from: 'engine' | 'cache', invoked: boolean): Answered {
    const { text: raw, whole, closers, certainty } = part;
    // What the editor closed by itself is taken over by the text that closes it too.
    const replaces = closers !== '' && closesAll(raw, closers) ? closers.length : 0;
    const place = replaces === 0 ? cursor : { ...cursor, after: cursor.after.slice(replaces) };
    const text = trim(raw, place, whole);
    if (text === undefined || text === cursor.after.slice(0, replaces)) return { nothing: 'empty' };
    if (!shows(invoked ? openGate : this.#gate, certainty)) return { nothing: 'unsure' };
    this.#shown = { place: placeOf(cursor), text };
    return { suggestion: { text, from, model, ...(replaces === 0 ? {} : { replaces }) } };
  }

  /** Asks for what comes behind the known text, if nothing is being asked and the user is here. */
  #askAhead(cursor: CursorText, part: Part): void {
    if (this.#flight || this.#parts.busy() || this.#parts.focused?.() === false) return;
    // Where the cursor comes to when what is shown is accepted: blanks at the end are not.
    const ahead = advanced(cursor, part.text.trimEnd());
    const { line, character } = ahead.position;
    const where = `${ahead.origin.uri} ${line} ${character}`;
    // Once for each place: an answer that brought nothing would bring nothing again.
    if (where === this.#askedAhead || this.#known.find(ahead)) return;
    this.#askedAhead = where;
    this.#start(ahead, true);
  }

  /** The user is here now. Once for each key, whether it is heard of from the document or from the question. */
  #notice(cursor: CursorText): void {
    const before = this.#newest;
    this.#newest = cursor;
    if (before && isSameKey(before, cursor)) return;
    this.#pace.key();
    this.#noticeRejection(cursor);
    this.#endIfContradicted(cursor);
  }

  #endIfContradicted(cursor: CursorText): void {
    const flight = this.#flight;
    if (!flight || this.#isWanted(flight, cursor)) return;
    this.#contradictions.add(flight);
    flight.ended.abort();
    this.#flight = undefined;
  }

  /** Whether a request can still bring what is wanted at a cursor, or behind it on the way that is known. */
  #isWanted(flight: Flight, cursor: CursorText): boolean {
    if (agrees(flight, cursor)) return true;
    return flight.ahead && typedSince(placeOf(cursor), flight.cursor) !== undefined && !!this.#known.find(cursor);
  }

  /** What was asked early for this very key, once. */
  #takeEarly(cursor: CursorText): Flight | undefined {
    const early = this.#early;
    this.#early = undefined;
    return early && isSameKey(early.cursor, cursor) ? early.flight : undefined;
  }

  async #endUnlessWanted(flight: Flight, cursor: CursorText): Promise<void> {
    await this.#parts.clock.wait(graceMs, flight.ended.signal);
    if (this.#newest === cursor) flight.ended.abort();
  }

  #noticeRejection(cursor: CursorText): void {
    const shown = this.#shown;
    if (!shown) return;
    const typed = typedSince(shown.place, cursor);
    if (typed && (shown.text.startsWith(typed.text) || typed.text.startsWith(shown.text))) {
      if (typed.text.length >= shown.text.length) this.accepted();
      return;
    }
    this.#shown = undefined;
    this.#pace.rejected();
  }

  #start(cursor: CursorText, ahead: boolean): Flight {
    const flight = new Flight(cursor, ahead);
    this.#reading.abort();
    this.#flight = flight;
    const isWanted = () => {
      const wanted = !this.#newest || this.#isWanted(flight, this.#newest);
      if (!wanted) this.#contradictions.add(flight);
      return wanted;
    };
    void this.#asking.fly(flight, isWanted).then((landing) => {
      flight.over(landing.state, landing);
      flight.ended.abort();
      if (this.#flight === flight) this.#flight = undefined;
      if (flight.text !== '' && landing.nothing === undefined) this.#known.keep(flight);
    });
    return flight;
  }
}

/** Whether two cursors are of the same key: of one state of one document. */
function isSameKey(a: CursorText, b: CursorText): boolean {
  return a.version === b.version && a.origin.uri === b.origin.uri;
}

/** Resolves when the signal aborts; lets go of the signal when it is collected with its request. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
