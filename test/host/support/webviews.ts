import { EventEmitter, Uri, type Webview, type WebviewOptions, type WebviewView, window } from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import type { Card, FromPage, TableRow, ToPage } from '../../../src/editor/answers/protocol.ts';
import type { FromSheet, SheetView, ToSheet } from '../../../src/editor/privacy/sheetProtocol.ts';
import { replace } from './replace.ts';
import { until } from './until.ts';

/** The extension's end of a webview, with the test in place of the page's script. */
export class PageEnd<To, From> implements Webview {
  options: WebviewOptions = {};
  html = '';
  readonly cspSource = 'https://webview.example';
  readonly #said = new EventEmitter<From>();
  readonly onDidReceiveMessage = this.#said.event;
  readonly #receive: (message: To) => void;

  constructor(receive: (message: To) => void) {
    this.#receive = receive;
  }

  asWebviewUri(uri: Uri): Uri {
    return Uri.joinPath(Uri.parse(this.cspSource), uri.path);
  }

  postMessage(message: To): Thenable<boolean> {
    // What cannot be cloned could not reach a real page.
    this.#receive(structuredClone(message));
    return Promise.resolve(true);
  }

  say(message: From): void {
    this.#said.fire(message);
  }
}

/** The page of the Hearth view: keeps the cards as it is told, and presses buttons. */
export class AnswersPage implements WebviewView {
  readonly viewType = 'hearth.answers';
  readonly visible = true;
  readonly onDidDispose = new EventEmitter<void>().event;
  readonly onDidChangeVisibility = new EventEmitter<void>().event;
  readonly webview = new PageEnd<ToPage, FromPage>((message) => this.#receive(message));
  readonly announced: string[] = [];
  #cards: Card[] = [];
  readonly #bodies = new Map<string, string>();
  readonly #rows = new Map<string, TableRow[]>();

  show(): void {}

  /** The newest first. */
  get cards(): readonly Card[] {
    return this.#cards;
  }

  /** The card on top. */
  get newest(): Card {
    const [card] = this.#cards;
    if (!card) throw new Error('there is no answer in the view');
    return card;
  }

  /** A card's text as safe HTML; empty until some came. */
  bodyOf(id: string): string {
    return this.#bodies.get(id) ?? '';
  }

  /** The rows of a card's table, as far as they are shown. */
  rowsOf(id: string): readonly TableRow[] {
    return this.#rows.get(id) ?? [];
  }

  press(message: FromPage): void {
    this.webview.say(message);
  }

  /** The first card on top that fits. */
  async until(fits: (card: Card) => boolean, what: string): Promise<Card> {
    return until(
      () => this.#cards[0] && fits(this.#cards[0]) && this.#cards[0],
      () => `${what}, but the card is ${this.#cards[0]?.phase}`,
    );
  }

  #receive(message: ToPage): void {
    if (message.type === 'card') {
      const known = this.#cards.findIndex(({ id }) => id === message.card.id);
      if (known < 0) this.#cards.unshift(message.card);
      else this.#cards[known] = message.card;
    } else if (message.type === 'body') this.#bodies.set(message.id, message.html);
    else if (message.type === 'rows')
      this.#rows.set(message.id, [...(this.#rows.get(message.id) ?? []), ...message.rows]);
    else if (message.type === 'remove') this.#cards = this.#cards.filter(({ id }) => !message.ids.includes(id));
    else if (message.type === 'announce') this.announced.push(message.text);
  }
}

/** What is done with a draft that the sheet shows; `wait`: nothing yet, the test says it later. */
export type SheetGesture = (view: SheetView, say: (message: FromSheet) => void) => FromSheet | 'close' | 'wait';

/** Presses Send on exactly what is shown. */
export const send = (view: SheetView): FromSheet => ({ type: 'send', displayed: view.body });

/** The send sheets that are opened, with the test in place of the page and its reader. Left alone they are closed unread. */
export class Sheets implements Disposable {
  /** Everything that was shown on any sheet, in order. */
  readonly shown: SheetView[] = [];
  /** How many are open now. */
  open = 0;
  /** How often Send was pressed. */
  sent = 0;
  answer: SheetGesture = () => 'close';
  readonly #replaced: Disposable;

  constructor() {
    this.#replaced = replace(window, 'createWebviewPanel', () => () => this.#panel());
  }

  dispose(): void {
    this.#replaced.dispose();
  }

  #panel() {
    this.open += 1;
    const closed = new EventEmitter<void>();
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      this.open -= 1;
      closed.fire();
    };
    const say = (message: FromSheet) => {
      if (message.type === 'send') this.sent += 1;
      webview.say(message);
    };
    const webview = new PageEnd<ToSheet, FromSheet>(({ view }) => {
      this.shown.push(view);
      const gesture = this.answer(view, say);
      if (gesture === 'close') return close();
      if (gesture !== 'wait') say(gesture);
    });
    // As a real page does when its script has started.
    setImmediate(() => webview.say({ type: 'ready' }));
    return { webview, onDidDispose: closed.event, dispose: close };
  }
}
