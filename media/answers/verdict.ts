import type { Card, PageWords } from '../../src/editor/answers/protocol.ts';
import type { Verdict as Said } from '../../src/scorecard/judgedCases.ts';
import { button, element } from './elements.ts';

/** The question whether asking the cloud was worth it, with its two answers. Pressing the given one again takes it back. */
export class Verdict {
  readonly element: HTMLElement;
  readonly #buttons: readonly { readonly verdict: Said; readonly button: HTMLButtonElement }[];
  #given: Said | undefined;

  constructor(words: PageWords, say: (verdict: Said | undefined) => void) {
    const answer = (verdict: Said, label: string) => ({
      verdict,
      button: button('action', label, () => say(this.#given === verdict ? undefined : verdict), label),
    });
    this.#buttons = [answer('worthIt', words.worthItYes), answer('localSuffices', words.worthItNo)];
    this.element = element(
      'div',
      'verdict',
      element('span', 'question', words.worthIt),
      ...this.#buttons.map(({ button }) => button),
      element('p', 'hint', words.worthItHint),
    );
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', words.worthIt);
  }

  show(judged: Card['judged']): void {
    this.element.hidden = judged === undefined;
    this.#given = judged === 'notYet' ? undefined : judged;
    for (const { verdict, button } of this.#buttons) {
      button.setAttribute('aria-pressed', `${verdict === this.#given}`);
    }
  }
}
