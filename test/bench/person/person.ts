import type { Clock } from '../../../src/base/clock.ts';
import type { TypedDocument } from '../editor/typedDocument.ts';
import { isRight, rightPart } from '../measure/rightness.ts';
import type { Key } from './typing.ts';

/**
 * User A types everything. User B also accepts a right suggestion with Tab, which takes all of it: so all of it has to agree.
 * User C accepts line by line, as far as it agrees.
 */
export type User = 'A' | 'B' | 'C';

/** From how many characters on a suggestion is worth accepting, and how long it takes to see that, in milliseconds. */
const worthCharacters = 6;
const reactionMs = 400;

/** What a person sees, and whom it concerns. */
export interface Screen {
  readonly clock: Clock;
  readonly document: TypedDocument;
  readonly visible: () => string | undefined;
  /** After each change of the document. */
  readonly changed: () => void;
  /** Before each key but the first: what came of the key before it. */
  readonly looked: (visible: string | undefined, isRight: boolean) => void;
  readonly accepted: (text: string) => void;
}

/** Types one text, key by key. */
export class Person {
  readonly #user: User;
  readonly #text: string;
  readonly #screen: Screen;
  /** Ends the wait for the next key, because something was accepted. */
  #jump = new AbortController();
  #appearances = 0;
  #pressed = 0;

  constructor(user: User, text: string, screen: Screen) {
    this.#user = user;
    this.#text = text;
    this.#screen = screen;
  }

  /** Types until the whole text stands there. @returns how many keys that took */
  async type(keys: readonly Key[]): Promise<number> {
    for (const key of keys) {
      while (this.#isAhead(key) && !(await this.#rested(key.afterMs))) {
        // Something was accepted meanwhile: the same key, if it is still to be typed, comes as long after that.
      }
      if (this.#isAhead(key)) this.#press(key);
    }
    this.#appearances++;
    return this.#pressed;
  }

  /** To be called when a suggestion is shown that was not shown before. */
  sees(visible: string): void {
    this.#appearances++;
    if (this.#takes(visible).length >= worthCharacters) {
      void this.#acceptLater(this.#appearances);
    }
  }

  async #acceptLater(appearance: number): Promise<void> {
    await this.#screen.clock.wait(reactionMs);
    const visible = this.#screen.visible();
    if (appearance !== this.#appearances || visible === undefined) return;
    const text = this.#takes(visible);
    if (text === '') return;
    this.#screen.document.insert(text);
    this.#screen.accepted(text);
    this.#screen.changed();
    this.#jump.abort();
    this.#jump = new AbortController();
  }

  #press(key: Key): void {
    const { document, looked, changed, visible } = this.#screen;
    const seen = visible();
    if (this.#pressed > 0) looked(seen, seen !== undefined && isRight(seen, this.#future));
    if (key.kind === 'backspace') document.backspace();
    else document.insert(key.text.slice(document.typed.length - key.from));
    this.#pressed++;
    changed();
  }

  /** Whether a key is still to be typed, now that something may have been accepted. */
  #isAhead(key: Key): boolean {
    const { length } = this.#screen.document.typed;
    if (key.kind === 'text') return length < key.from + key.text.length;
    return (
      length === (key.kind === 'slip' ? key.from : key.from + 1) && this.#hasSlipped === (key.kind === 'backspace')
    );
  }

  async #rested(milliseconds: number): Promise<boolean> {
    const { signal } = this.#jump;
    await this.#screen.clock.wait(milliseconds, signal);
    return !signal.aborted;
  }

  get #hasSlipped(): boolean {
    return !this.#text.startsWith(this.#screen.document.typed);
  }

  /** What is still to be typed; after a slip nothing agrees with it, since the next key is a backspace. */
  get #future(): string {
    return this.#hasSlipped ? '' : this.#text.slice(this.#screen.document.typed.length);
  }

  /** What this person accepts of what is visible. */
  #takes(visible: string): string {
    if (this.#user === 'A' || !isRight(visible, this.#future)) return '';
    const agrees = rightPart(visible, this.#future);
    return this.#user === 'C' || agrees === visible ? agrees : '';
  }
}
