import { EventEmitter, window } from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import type { FromLedgerPage, ShownRow, ToLedgerPage } from '../../../src/editor/ledger/protocol.ts';
import { replace } from './replace.ts';
import { until } from './until.ts';
import { PageEnd } from './webviews.ts';

type Message<Type extends ToLedgerPage['type']> = Extract<ToLedgerPage, { readonly type: Type }>;

const everything = { text: '', tier: '', month: '' };

/** The page of the ledger, with the test in place of its script. Like that, it asks for the rows when the ledger was read. */
export class LedgerPage implements Disposable {
  /** How many panels were opened. */
  opened = 0;
  isOpen = false;
  filter = everything;
  readonly #replaced: Disposable;
  readonly #received: ToLedgerPage[] = [];
  #panel: { readonly webview: PageEnd<ToLedgerPage, FromLedgerPage>; dispose(): void } | undefined;

  constructor() {
    this.#replaced = replace(window, 'createWebviewPanel', (others) => (...values: unknown[]) => {
      if (values[0] !== 'hearth.whatLeft') return others(...(values as never[]));
      this.#panel = this.#open();
      return this.#panel;
    });
  }

  /** The last message of a kind. */
  last<Type extends ToLedgerPage['type']>(type: Type): Message<Type> | undefined {
    return this.#received.findLast((each): each is Message<Type> => each.type === type);
  }

  /** Does something on the page, and waits for what comes of it. */
  async press<Type extends ToLedgerPage['type']>(message: FromLedgerPage, answer: Type): Promise<Message<Type>> {
    this.#received.length = 0;
    this.#panel?.webview.say(message);
    return until(
      () => this.last(answer),
      () => `${answer}, but there came ${this.#received.map(({ type }) => type).join(', ')}`,
    );
  }

  say(message: FromLedgerPage): void {
    this.#panel?.webview.say(message);
  }

  /** The rows, once one of them is as wanted. */
  async rows(fits: (rows: readonly ShownRow[]) => boolean, what: string): Promise<readonly ShownRow[]> {
    return until(
      () => {
        const rows = this.last('rows')?.rows;
        return rows !== undefined && fits(rows) && rows;
      },
      () => `${what}, but there is ${JSON.stringify(this.last('rows')?.rows.map(({ outcome }) => outcome))}`,
    );
  }

  close(): void {
    this.#panel?.dispose();
  }

  dispose(): void {
    this.#replaced.dispose();
  }

  #open() {
    this.opened += 1;
    this.isOpen = true;
    const closed = new EventEmitter<void>();
    const webview = new PageEnd<ToLedgerPage, FromLedgerPage>((message) => {
      this.#received.push(message);
      if (message.type === 'overview') webview.say({ type: 'show', filter: this.filter, from: 0 });
    });
    setImmediate(() => webview.say({ type: 'ready' }));
    return {
      webview,
      active: true,
      onDidDispose: closed.event,
      onDidChangeViewState: new EventEmitter<unknown>().event,
      reveal: () => {},
      dispose: () => {
        this.isOpen = false;
        closed.fire();
      },
    };
  }
}
