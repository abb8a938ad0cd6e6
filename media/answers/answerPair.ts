import type { PageWords } from '../../src/editor/answers/protocol.ts';
import type { AnswerCard } from './answerCard.ts';
import { Differences } from './differences.ts';
import { button, element, icon } from './elements.ts';

/** Answers that share less than this are marked from end to end, which says nothing. In percent. */
const leastPercent = 10;

/** A local answer and the cloud's answer to the same request: side by side where there is room, else one tab each. */
export class AnswerPair {
  readonly element: HTMLElement;
  readonly local: AnswerCard;
  readonly cloud: AnswerCard;
  readonly #words: PageWords;
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #bar: HTMLElement;
  readonly #mark: HTMLButtonElement;
  readonly #columns = element('div', 'pair-columns');
  readonly #inCommon = element('span', 'in-common');
  readonly #differences = new Differences();
  #isMarking = true;

  constructor(local: AnswerCard, cloud: AnswerCard, words: PageWords) {
    this.local = local;
    this.cloud = cloud;
    this.#words = words;
    this.#tabs = [local, cloud].map((card, index) => this.#tab(card, index));
    const list = element('div', 'pair-tabs', ...this.#tabs);
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', words.pair);
    list.addEventListener('keydown', (event) => this.#key(event));
    this.#mark = button('action', words.markDifferences, () => this.#toggle(), icon('compare'), words.markDifferences);
    this.#bar = element('div', 'pair-bar', this.#inCommon, this.#mark);
    this.element = element('section', 'pair', list, this.#columns, this.#bar);
    this.element.setAttribute('aria-label', words.pair);
  }

  /** Takes its two cards in, from wherever they stand. */
  adopt(): void {
    this.#columns.append(this.local.element, this.cloud.element);
    this.#select(1);
    this.changed();
  }

  /** Takes the focus: to the cloud's tab, or to its answer where the two stand side by side. */
  focus(options?: FocusOptions): void {
    const tab = this.#tabs[1];
    if (tab?.checkVisibility()) tab.focus(options);
    else this.cloud.focus(options);
  }

  /** One of its answers changed: once both are there, their differences are marked. */
  changed(): void {
    const ready = !this.local.isRunning && !this.cloud.isRunning && this.cloud.text.textContent !== '';
    this.#bar.hidden = !ready;
    this.#mark.setAttribute('aria-pressed', `${this.#isMarking}`);
    this.#tabs.forEach((tab, index) => {
      const { word, model, tier } = (index === 0 ? this.local : this.cloud).who;
      tab.replaceChildren(icon(tier, 14), word);
      tab.title = model;
    });
    this.#differences.clear();
    if (!ready) return;
    const percent = this.#differences.mark(this.local.text, this.cloud.text);
    const isTelling = percent !== undefined && percent >= leastPercent;
    if (!this.#isMarking || !isTelling) this.#differences.clear();
    this.#mark.hidden = !isTelling;
    this.#inCommon.textContent = isTelling
      ? this.#words.inCommon.replace('{0}', `${percent}`)
      : this.#words.hardlyInCommon;
  }

  /** Lets go of the two cards, which then stand for themselves in its place. */
  release(): void {
    this.#differences.clear();
    this.element.replaceWith(this.cloud.element, this.local.element);
    for (const card of [this.local, this.cloud]) card.element.classList.remove('in-front');
  }

  #tab(card: AnswerCard, index: number): HTMLButtonElement {
    const tab = element('button', 'pair-tab');
    tab.type = 'button';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', card.id);
    tab.addEventListener('click', () => this.#select(index));
    return tab;
  }

  #select(chosen: number): void {
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute('aria-selected', `${index === chosen}`);
      tab.tabIndex = index === chosen ? 0 : -1;
      (index === 0 ? this.local : this.cloud).element.classList.toggle('in-front', index === chosen);
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const chosen = this.#tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true') === 0 ? 1 : 0;
    this.#select(chosen);
    this.#tabs[chosen]?.focus();
    event.preventDefault();
  }

  #toggle(): void {
    this.#isMarking = !this.#isMarking;
    this.changed();
  }
}
