import type { CursorText } from '../base/text.ts';
import { agrees } from './answerText.ts';
import { Asking, type AskingParts, type CompletionModel } from './asking.ts';
import { Contradictions } from './contradictions.ts';
import { Flight } from './flight.ts';
import { healed } from './healing.ts';
import type { KnownAnswers } from './knownAnswers.ts';
import { placeOf, typedSince } from './place.ts';

/**
 * How long a request whose keystroke is gone goes on, in milliseconds. VS Code cancels at every key and asks again 50 ms
 * later; the answer in flight is often the right one for the next key too.
 */
const graceMs = 150;

/**
 * The requests to the engine, of which at most one is outstanding. It goes on while nothing typed contradicts it, and is ended
 * at the engine when something does; an answer that came whole is known from then on.
 */
export class Flights {
  readonly #parts: AskingParts;
  readonly #known: KnownAnswers;
  readonly #contradictions = new Contradictions();
  readonly #asking: Asking;
  #now: Flight | undefined;
  /** What the engine only reads, ahead of any question. */
  #reading = new AbortController();
  /** The newest cursor that was heard of. */
  #newest: CursorText | undefined;
  /** What was asked before the editor asked, and for which key: its question shares it, also when it is over by then. */
  #early: { readonly flight: Flight; readonly cursor: CursorText } | undefined;

  constructor(parts: AskingParts, known: KnownAnswers) {
    this.#parts = parts;
    this.#known = known;
    this.#asking = new Asking(parts);
  }

  /** The request that is on its way. */
  get now(): Flight | undefined {
    return this.#now;
  }

  /** The newest cursor that was heard of. */
  get newest(): CursorText | undefined {
    return this.#newest;
  }

  /** The user is here now: a request that can bring nothing for this cursor any more ends. @returns whether it is another key */
  moved(cursor: CursorText): boolean {
    const before = this.#newest;
    this.#newest = cursor;
    if (before && isSameKey(before, cursor)) return false;
    this.endIfContradicted(cursor);
    return true;
  }

  endIfContradicted(cursor: CursorText): void {
    const flight = this.#now;
    if (!flight || this.#isWanted(flight, cursor)) return;
    this.#contradictions.add(flight);
    flight.ended.abort();
    this.#now = undefined;
  }

  /** The request to wait for at a cursor: the one on its way, the one that was made early for this very key, or a new one. */
  at(cursor: CursorText): Flight {
    const early = this.#early;
    this.#early = undefined;
    if (this.#now) return this.#now;
    return early && isSameKey(early.cursor, cursor) ? early.flight : this.#startFor(cursor);
  }

  /** Asks for a cursor before the editor does. */
  early(cursor: CursorText): void {
    this.#early = { flight: this.#startFor(cursor), cursor };
  }

  /** Asks for what stands behind a place at which nobody waits yet. @param cursor where the user is, if within a word there */
  ahead(place: CursorText, cursor = place): void {
    this.#start(place, true, cursor);
  }

  /** The model that was asked last. */
  get model(): CompletionModel | undefined {
    return this.#asking.model;
  }

  /** How much of other files the prompts may hold, in UTF-16 code units. */
  get othersRoom(): number {
    return this.#asking.othersRoom;
  }

  /** Lets the pieces of other files change; the engine reads what changed, unless a request goes first. */
  settle(cursor: CursorText): void {
    if (!this.#asking.settle(cursor)) return;
    this.#reading.abort();
    this.#reading = new AbortController();
    void this.#asking.read(healed(cursor), this.#reading.signal);
  }

  /** A request brought something else than what was typed. */
  contradicted(flight: Flight): void {
    this.#contradictions.add(flight);
  }

  /** Nobody waits at this cursor any more: its request ends in a moment, unless the next key comes. */
  async letGo(flight: Flight, cursor: CursorText): Promise<void> {
    await this.#parts.clock.wait(graceMs, flight.ended.signal);
    if (this.#newest === cursor) flight.ended.abort();
  }

  clear(): void {
    this.#now?.ended.abort();
    this.#reading.abort();
    this.#now = undefined;
    this.#newest = undefined;
    this.#early = undefined;
    this.#contradictions.clear();
  }

  /** Whether a request can still bring what is wanted at a cursor, or behind it on the way that is known. */
  #isWanted(flight: Flight, cursor: CursorText): boolean {
    if (agrees(flight, cursor)) return true;
    return flight.ahead && typedSince(placeOf(cursor), flight.cursor) !== undefined && !!this.#known.find(cursor);
  }

  #startFor(cursor: CursorText): Flight {
    const start = this.#contradictions.startOf(cursor, this.#known, this.#asking.tellsBeginnings);
    return this.#start(start, false, cursor);
  }

  #start(place: CursorText, ahead: boolean, cursor: CursorText): Flight {
    const begins = cursor.before.slice(place.before.length);
    const flight = new Flight(place, ahead, this.#parts.clock.now(), begins);
    this.#reading.abort();
    this.#now = flight;
    const isWanted = () => {
      const wanted = !this.#newest || this.#isWanted(flight, this.#newest);
      if (!wanted) this.#contradictions.add(flight);
      return wanted;
    };
    void this.#asking.fly(flight, isWanted).then((landing) => {
      flight.over(landing.state, landing);
      flight.ended.abort();
      if (this.#now === flight) this.#now = undefined;
      if (flight.text !== '' && landing.nothing === undefined) this.#known.keep(flight);
    });
    return flight;
  }
}

/** Whether two cursors are of the same key: of one state of one document. */
function isSameKey(a: CursorText, b: CursorText): boolean {
  return a.version === b.version && a.origin.uri === b.origin.uri;
}
