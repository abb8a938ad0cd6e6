import type { PageWords } from '../../src/editor/answers/protocol.ts';
import { button, element, icon } from './elements.ts';

/** The box for a question about an answer. Enter asks, Shift+Enter begins a new line, Escape empties it. */
export class FollowUp {
  readonly element: HTMLElement;
  readonly #box = element('textarea', 'question');
  readonly #ask: HTMLButtonElement;
  readonly #send: (question: string) => void;

  constructor(words: Pick<PageWords, 'followUp' | 'followUpHint' | 'sendFollowUp'>, send: (question: string) => void) {
    this.#send = send;
    this.#box.rows = 1;
    this.#box.placeholder = words.followUp;
    this.#box.title = words.followUpHint;
    this.#box.setAttribute('aria-label', words.followUp);
    this.#box.setAttribute('aria-description', words.followUpHint);
    this.#ask = button('icon-button', words.sendFollowUp, () => this.#submit(), icon('send'));
    this.#box.addEventListener('input', () => this.#changed());
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.element = element('div', 'follow-up', this.#box, this.#ask);
    this.#changed();
  }

  #key(event: KeyboardEvent): void {
    // While a word is being composed, Enter belongs to the input method.
    if (event.isComposing) return;
    if (event.key === 'Escape') this.#empty();
    else if (event.key !== 'Enter' || event.shiftKey) return;
    else this.#submit();
    event.preventDefault();
  }

  #submit(): void {
    const question = this.#box.value.trim();
    if (question === '') return;
    this.#empty();
    this.#send(question);
  }

  #empty(): void {
    this.#box.value = '';
    this.#changed();
  }

  #changed(): void {
    this.#ask.disabled = this.#box.value.trim() === '';
  }
}
