import type { PageWords } from '../../src/editor/answers/protocol.ts';
import type { AnswerCard } from './answerCard.ts';
import { AnswerPair } from './answerPair.ts';

/** The pairs on the page: a card of the cloud and the local one it stands beside. A card is in one pair at most. */
export class Pairs {
  readonly #words: PageWords;
  readonly #cards: ReadonlyMap<string, AnswerCard>;
  readonly #lastFocused: () => Element | undefined;
  readonly #pairs: AnswerPair[] = [];

  /**
   * @param cards the cards on the page, by id
   * @param lastFocused what has the focus, or had it last: a browser takes it away while another page has it
   */
  constructor(words: PageWords, cards: ReadonlyMap<string, AnswerCard>, lastFocused: () => Element | undefined) {
    this.#words = words;
    this.#cards = cards;
    this.#lastFocused = lastFocused;
  }

  /** A card was put on the page: if its other half is there, the two stand together, where the newer one was put. */
  join(card: AnswerCard): void {
    const cloud = card.besides === undefined ? this.#cloudBeside(card) : card;
    const local = this.#cards.get(cloud?.besides ?? '');
    // Of two answers of the cloud to one request, the newer one keeps its place beside it.
    if (!cloud || !local || (card === local && this.#pairOf(cloud))) return;
    const before = this.#pairOf(local)?.element ?? local.element;
    const hadFocus = before.contains(this.#lastFocused() ?? null);
    this.part(local);
    const pair = new AnswerPair(local, cloud, this.#words);
    cloud.element.replaceWith(pair.element);
    pair.adopt();
    this.#pairs.push(pair);
    if (hadFocus) focusWhenHere(pair);
  }

  /** A card changed, or its text. */
  changed(card: AnswerCard): void {
    this.#pairOf(card)?.changed();
  }

  /** A card is about to leave its pair, if it is in one: the two stand for themselves again, in its place. */
  part(card: AnswerCard): void {
    const pair = this.#pairOf(card);
    if (!pair) return;
    this.#pairs.splice(this.#pairs.indexOf(pair), 1);
    pair.release();
  }

  #pairOf(card: AnswerCard): AnswerPair | undefined {
    return this.#pairs.find(({ local, cloud }) => local === card || cloud === card);
  }

  #cloudBeside(local: AnswerCard): AnswerCard | undefined {
    return [...this.#cards.values()].find(({ besides }) => besides === local.id);
  }
}

/**
 * What moves on the page loses the focus, and so its place among the stops of Tab. The page takes no focus away from an editor,
 * where the send sheet was: it waits until somebody comes back.
 */
function focusWhenHere(pair: AnswerPair): void {
  if (document.hasFocus()) pair.focus();
  // A pointer that brings the focus must find what it points at where it was.
  else addEventListener('focus', () => pair.focus({ preventScroll: true }), { once: true });
}
