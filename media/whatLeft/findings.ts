import type { LedgerPageWords, ShownFinding } from '../../src/editor/ledger/protocol.ts';
import { button, element, icon } from '../answers/elements.ts';

/** What is done with the findings. */
export interface FindingsGestures {
  showLine(file: string, line: number): void;
  reload(): void;
}

/** What the check found, or why the ledger cannot be shown. Read out when it comes. */
export class Findings {
  readonly element = element('section', 'findings');
  readonly #words: LedgerPageWords;
  readonly #on: FindingsGestures;
  #isFailure = false;

  constructor(words: LedgerPageWords, on: FindingsGestures) {
    this.#words = words;
    this.#on = on;
    this.element.setAttribute('role', 'status');
    this.element.setAttribute('aria-label', words.findings);
    this.element.hidden = true;
  }

  show({ isWhole, findings }: { readonly isWhole: boolean; readonly findings: readonly ShownFinding[] }): void {
    this.#fill(
      isWhole ? 'whole' : 'faulty',
      findings.map((finding) => this.#finding(finding)),
    );
  }

  /** Something did not work: it says so until it works again. */
  fail(text: string): void {
    const again = button('secondary', this.#words.reload, () => this.#on.reload(), this.#words.reload);
    this.#fill('faulty', [element('li', '', text, again)]);
    this.#isFailure = true;
  }

  clearFailure(): void {
    if (this.#isFailure) this.element.hidden = true;
  }

  #finding({ text, place }: ShownFinding): HTMLElement {
    if (place === undefined) return element('li', '', text);
    const { showLine } = this.#words;
    const show = () => this.#on.showLine(place.file, place.line);
    return element('li', '', text, button('link', `${showLine}: ${text}`, show, showLine));
  }

  #fill(look: 'whole' | 'faulty', items: readonly HTMLElement[]): void {
    const close = () => {
      this.element.hidden = true;
    };
    this.#isFailure = false;
    // First there, then filled: only what changes in it is read out.
    this.element.hidden = false;
    this.element.dataset.look = look;
    this.element.replaceChildren(
      icon(look === 'whole' ? 'check' : 'error'),
      element('ul', '', ...items),
      button('link', this.#words.dismiss, close, this.#words.dismiss),
    );
  }
}
