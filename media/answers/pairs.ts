import type { PageWords } from '../../src/editor/answers/protocol.ts';
import type { AnswerCard } from './answerCard.ts';
import { AnswerPair } from './answerPair.ts';

/** The pairs on the page: a card of the cloud and the local one it stands beside. A card is in one pair at most. */
export class Pairs {
  readonly #words: PageWords;
  readonly #cards: ReadonlyMap<string, AnswerCard>;
  readonly #pairs: AnswerPair[] = [];

  /** @param cards the cards on the page, by id */
  constructor(words: PageWords, cards: ReadonlyMap<string, AnswerCard>) {
    this.#words = words;
    this.#cards = cards;
  }

  /** A card was put on the page: if its other half is there, the two stand together, where the newer one was put. */
  join(card: AnswerCard): void {
    const cloud = card.besides === undefined ? this.#cloudBeside(card) : card;
    const local = this.#cards.get(cloud?.besides ?? '');
    // Of two answers of the cloud to one request, the newer one keeps its place beside it.
    if (!cloud || !local || (card === local && this.#pairOf(cloud))) return;
    this.part(local);
    const pair = new AnswerPair(local, cloud, this.#words);
    cloud.element.replaceWith(pair.element);
    pair.adopt();
    this.#pairs.push(pair);
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
