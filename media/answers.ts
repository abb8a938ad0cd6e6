import type { Card, FromPage, PageWords, ToPage } from '../src/editor/answers/protocol.ts';
import { AnswerCard } from './answers/answerCard.ts';
import { emptyState } from './answers/emptyState.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: { readonly scrollTop: number }): void;
};

/** How near to an answer's end, in pixels, counts as being there. */
const nearness = 32;

/** The page of the Hearth view: shows what the extension tells it, and says what was pressed. */
function run(main: HTMLElement, announcer: HTMLElement): void {
  const code = acquireVsCodeApi();
  const scroller = document.documentElement;
  const cards = new Map<string, AnswerCard>();
  let words: PageWords | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;
  /** The answer whose growing end is kept in view, because the reader went there. */
  let followed: AnswerCard | undefined;

  const send = (message: FromPage) => code.postMessage(message);
  const say = (text: string) => {
    announcer.textContent = '';
    // The same words twice in a row are read twice only if they came anew.
    requestAnimationFrame(() => {
      announcer.textContent = text;
    });
  };

  const endOf = (card: AnswerCard) => card.element.getBoundingClientRect().bottom - scroller.clientHeight;
  const keepEndInView = (card: AnswerCard) => {
    if (card === followed && card.isRunning) scroller.scrollTop += Math.max(0, endOf(card));
  };

  /** Seconds are counted only while somebody waits. */
  const tickWhileRunning = () => {
    const running = [...cards.values()].some((card) => card.isRunning);
    if (running && ticking === undefined) {
      ticking = setInterval(() => {
        for (const card of cards.values()) card.tick();
      }, 1000);
    } else if (!running && ticking !== undefined) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };

  const showEmptyState = () => {
    if (cards.size === 0 && words !== undefined) main.replaceChildren(emptyState(words, send));
  };

  const put = (card: Card, place: 'first' | 'last'): AnswerCard | undefined => {
    const known = cards.get(card.id);
    if (known !== undefined || words === undefined) {
      known?.update(card);
      return known;
    }
    if (cards.size === 0) main.replaceChildren();
    const made = new AnswerCard(card, words, send, say);
    cards.set(card.id, made);
    if (place === 'last') main.append(made.element);
    else {
      main.prepend(made.element);
      followed = undefined;
      scroller.scrollTop = 0;
    }
    return made;
  };

  const received = (message: ToPage) => {
    switch (message.type) {
      case 'init':
        words = message.words;
        cards.clear();
        main.replaceChildren();
        main.setAttribute('aria-label', words.answers);
        for (const { card, html } of message.cards) put(card, 'last')?.show(html);
        showEmptyState();
        scroller.scrollTop = scrollTopOf(code.getState());
        break;
      case 'card':
        put(message.card, 'first');
        break;
      case 'body': {
        const card = cards.get(message.id);
        card?.show(message.html);
        if (card !== undefined) keepEndInView(card);
        break;
      }
      case 'remove':
        for (const id of message.ids) {
          cards.get(id)?.element.remove();
          cards.delete(id);
        }
        showEmptyState();
        break;
      case 'announce':
        say(message.text);
    }
    tickWhileRunning();
  };

  addEventListener('message', (event: MessageEvent<ToPage>) => received(event.data));
  addEventListener('scroll', () => {
    followed = [...cards.values()].find((card) => card.isRunning && Math.abs(endOf(card)) < nearness);
  });
  addEventListener('scrollend', () => code.setState({ scrollTop: scroller.scrollTop }));
  send({ type: 'ready' });
}

function scrollTopOf(state: unknown): number {
  const known = typeof state === 'object' && state !== null && 'scrollTop' in state ? state.scrollTop : 0;
  return typeof known === 'number' ? known : 0;
}

const main = document.querySelector<HTMLElement>('#answers');
const announcer = document.querySelector<HTMLElement>('#announcer');
if (main !== null && announcer !== null) run(main, announcer);
