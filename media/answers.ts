import type { Card, FromPage, PageWords, ToPage } from '../src/editor/answers/protocol.ts';
import { Announcer } from './answers/announcer.ts';
import { AnswerCard } from './answers/answerCard.ts';
import { emptyState } from './answers/emptyState.ts';
import { Pairs } from './answers/pairs.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: { readonly scrollTop: number }): void;
};

/** How far below the window's edge, in pixels, an answer's end still counts as in view. */
const nearness = 8;

/** The page of the Hearth view: shows what the extension tells it, and says what was pressed. */
function run(main: HTMLElement, title: HTMLElement | null, announcer: Announcer): void {
  const code = acquireVsCodeApi();
  const scroller = document.documentElement;
  const cards = new Map<string, AnswerCard>();
  let words: PageWords | undefined;
  let pairs: Pairs | undefined;
  let lastFocused: Element | undefined;
  let ticking: ReturnType<typeof setInterval> | undefined;

  const send = (message: FromPage) => code.postMessage(message);
  const say = (text: string) => announcer.say(text);

  /** How far an answer's end is below the window's edge, in pixels. */
  const endOf = (card: AnswerCard) => card.element.getBoundingClientRect().bottom - scroller.clientHeight;

  /** A growing answer moves nothing, unless the reader scrolled to its end: then the end stays in view. */
  const grow = (card: AnswerCard, html: string) => {
    const isFollowed = card.isRunning && scroller.scrollTop > 0 && endOf(card) <= nearness;
    card.show(html);
    card.readOut('whole blocks');
    pairs?.changed(card);
    if (isFollowed) scroller.scrollTop += Math.max(0, endOf(card));
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
      if (known) pairs?.changed(known);
      return known;
    }
    if (cards.size === 0) main.replaceChildren();
    const made = new AnswerCard(card, words, send, say);
    cards.set(card.id, made);
    if (place === 'last') main.append(made.element);
    else {
      main.prepend(made.element);
      scroller.scrollTop = 0;
    }
    pairs?.join(made);
    return made;
  };

  const received = (message: ToPage) => {
    switch (message.type) {
      case 'init':
        words = message.words;
        cards.clear();
        pairs = new Pairs(words, cards, () => lastFocused);
        main.replaceChildren();
        if (title !== null) title.textContent = words.answers;
        for (const { card, html, rows } of message.cards) {
          const made = put(card, 'last');
          made?.show(html);
          made?.wasReadOut();
          made?.addRows(rows);
        }
        showEmptyState();
        scroller.scrollTop = scrollTopOf(code.getState());
        break;
      case 'card':
        put(message.card, 'first');
        break;
      case 'body': {
        const card = cards.get(message.id);
        if (card !== undefined) grow(card, message.html);
        break;
      }
      case 'rows':
        cards.get(message.id)?.addRows(message.rows);
        break;
      case 'remove':
        for (const id of message.ids) {
          const card = cards.get(id);
          if (card === undefined) continue;
          pairs?.part(card);
          card.element.remove();
          cards.delete(id);
        }
        showEmptyState();
        break;
      case 'announce':
        cards.get(message.ends ?? '')?.readOut('rest');
        say(message.text);
    }
    tickWhileRunning();
  };

  addEventListener('message', (event: MessageEvent<ToPage>) => received(event.data));
  main.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) lastFocused = target;
  });
  addEventListener('scrollend', () => code.setState({ scrollTop: scroller.scrollTop }));
  send({ type: 'ready' });
}

function scrollTopOf(state: unknown): number {
  const known = typeof state === 'object' && state !== null && 'scrollTop' in state ? state.scrollTop : 0;
  return typeof known === 'number' ? known : 0;
}

const main = document.querySelector<HTMLElement>('#answers');
const title = document.querySelector<HTMLElement>('#title');
const announcer = document.querySelector<HTMLElement>('#announcer');
if (main !== null && announcer !== null) run(main, title, new Announcer(announcer));
