import type { CursorText } from '../base/text.ts';
import type { Part } from './answerText.ts';
import { closersAt, closesAll } from './closers.ts';
import { openGate, type ShowGate, shows } from './gate.ts';
import type { Outcome, Suggestion } from './outcome.ts';
import { type Place, placeOf, typedSince } from './place.ts';
import { trim } from './trim.ts';

/** What is on show at the cursor, and what the user makes of it. */
export class Showing {
  readonly #gate: ShowGate;
  #shown: { readonly place: Place; readonly text: string } | undefined;

  constructor(gate: ShowGate) {
    this.#gate = gate;
  }

  /** A part of an answer, made to fit its place; or why it is not shown. @param invoked a person asked: then the gate is open */
  show(cursor: CursorText, part: Part, by: Omit<Suggestion, 'text' | 'replaces'>, invoked: boolean): Outcome {
    const { text: raw, whole, certainty } = part;
    // What the editor closed by itself is taken over by the text that closes it too.
    const closers = [closersAt(cursor.after), part.closers].find((each) => each !== '' && closesAll(raw, each)) ?? '';
    const replaces = closers.length;
    const place = replaces === 0 ? cursor : { ...cursor, after: cursor.after.slice(replaces) };
    const text = trim(raw, place, whole);
    if (text === undefined || text === cursor.after.slice(0, replaces)) return { nothing: 'empty' };
    if (!shows(invoked ? openGate : this.#gate, certainty)) return { nothing: 'unsure' };
    this.#shown = { place: placeOf(cursor), text };
    return { suggestion: { text, ...by, ...(replaces === 0 ? {} : { replaces }) } };
  }

  /** The cursor is here now. @returns whether what was on show was typed to its end, or typed over */
  notice(cursor: CursorText): 'accepted' | 'rejected' | undefined {
    if (!this.#shown) return undefined;
    const { place, text } = this.#shown;
    const typed = typedSince(place, cursor)?.text;
    const agrees = typed !== undefined && (text.startsWith(typed) || typed.startsWith(text));
    if (agrees && typed.length < text.length) return undefined;
    this.#shown = undefined;
    return agrees ? 'accepted' : 'rejected';
  }

  /** Nothing is on show any more. */
  clear(): void {
    this.#shown = undefined;
  }
}
