import { join } from 'node:path';
import { env, l10n, Range, ThemeIcon, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Ledger } from '../../privacy/ledger.ts';
import type { Overview } from '../../privacy/ledgerBook.ts';
import type { LedgerTier } from '../../privacy/ledgerLines.ts';
import type { LedgerFilter } from '../../privacy/ledgerTable.ts';
import { webviewPage } from '../webviewPage.ts';
import { checkedView } from './checkedView.ts';
import { deleteAMonth } from './deleteAMonth.ts';
import { entryView } from './entryView.ts';
import { exportLedger } from './exportLedger.ts';
import { LedgerFormat } from './format.ts';
import type { LedgerReader } from './ledgerReader.ts';
import { overviewView, rowsView } from './ledgerView.ts';
import type { FromLedgerPage, ShownFilter, ToLedgerPage } from './protocol.ts';
import { readFromLedgerPage } from './readFromLedgerPage.ts';
import { codeWords, ledgerPageWords, wordFor } from './words.ts';

/** What the page of the ledger needs. */
export interface WhatLeftParts {
  readonly extensionUri: Uri;
  /** Opens the book of the ledger, for as long as the page is there. */
  readonly openReader: () => LedgerReader;
  readonly ledger: Pick<Ledger, 'onChange'>;
  /** The folder of the ledger's files. */
  readonly folder: string;
  readonly clock: Clock;
}

const tiers: readonly LedgerTier[] = ['cloud', 'handedOver', 'selfHosted', 'fetched'];

/** How long to wait after a change before the ledger is read anew, in milliseconds: changes come in twos and threes. */
const rereadAfterMs = 300;

/** "What left this computer": one panel in the editor area, which reads the ledger in a worker while it is open. */
export class WhatLeftPanel implements Disposable {
  readonly #parts: WhatLeftParts;
  readonly #words = codeWords();
  readonly #format: LedgerFormat;
  #open: { readonly panel: WebviewPanel; readonly reader: LedgerReader; readonly closed: AbortController } | undefined;
  #overview: Overview | undefined;
  #isRereading = false;

  constructor(parts: WhatLeftParts) {
    this.#parts = parts;
    this.#format = new LedgerFormat(env.language, parts.clock.now);
  }

  /** Shows the panel, and opens it if need be. */
  show(): void {
    if (this.#open) this.#open.panel.reveal();
    else this.#openPanel();
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #openPanel(): void {
    const { extensionUri, openReader, ledger } = this.#parts;
    const root = (...path: string[]) => Uri.joinPath(extensionUri, ...path);
    const panel = window.createWebviewPanel('hearth.whatLeft', ledgerPageWords().title, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [root('dist')],
      // Hidden, it would forget what was typed, picked and opened.
      retainContextWhenHidden: true,
      enableFindWidget: true,
    });
    const reader = openReader();
    const closed = new AbortController();
    this.#open = { panel, reader, closed };
    panel.iconPath = new ThemeIcon('book');
    const { webview } = panel;
    const listeners = [
      webview.onDidReceiveMessage((message: unknown) => void this.#received(readFromLedgerPage(message))),
      ledger.onChange(() => this.#rereadSoon(closed.signal)),
      // Other windows write too.
      panel.onDidChangeViewState(() => {
        if (panel.active) this.#rereadSoon(closed.signal);
      }),
    ];
    panel.onDidDispose(() => {
      this.#open = undefined;
      closed.abort();
      reader.dispose();
      for (const each of listeners) each.dispose();
    });
    webview.html = webviewPage(
      {
        cspSource: webview.cspSource,
        style: webview.asWebviewUri(root('dist', 'whatLeft.css')).toString(),
        script: webview.asWebviewUri(root('dist', 'whatLeft.js')).toString(),
        nonce: crypto.randomUUID().replaceAll('-', ''),
        language: env.language,
      },
      '<main id="ledger" aria-labelledby="title"></main>',
    );
  }

  async #received(message: FromLedgerPage | undefined): Promise<void> {
    try {
      await this.#answer(message);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#open) this.#post({ type: 'failed', text: l10n.t('The record cannot be read or written: {0}', why) });
    }
  }

  async #answer(message: FromLedgerPage | undefined): Promise<void> {
    const reader = this.#open?.reader;
    if (reader === undefined) return;
    switch (message?.type) {
      case 'ready': {
        const choices = tiers.map((tier) => ({ value: tier, label: wordFor(tier, this.#words) }));
        this.#post({ type: 'words', words: ledgerPageWords(), tiers: choices });
        return this.#read(reader);
      }
      case 'reload':
        return this.#read(reader);
      case 'show':
        return this.#post(
          rowsView(await reader.call('page', filterOf(message.filter), message.from), this.#words, this.#format),
        );
      case 'open': {
        const opened = await reader.call('entry', message.key);
        return opened && this.#post(entryView(opened, this.#words, this.#format));
      }
      case 'check':
        return this.#post(checkedView(await reader.call('check'), this.#format));
      case 'export':
        return exportLedger(reader, message.format, filterOf(message.filter), this.#parts.clock.now());
      case 'deleteMonth':
        if (await deleteAMonth(reader, this.#overview?.months ?? [], this.#format)) await this.#read(reader);
        return;
      case 'showLine': {
        const document = await workspace.openTextDocument(Uri.file(join(this.#parts.folder, message.file)));
        const selection = new Range(message.line - 1, 0, message.line, 0);
        await window.showTextDocument(document, { selection, viewColumn: ViewColumn.Beside });
      }
    }
  }

  async #read(reader: LedgerReader): Promise<void> {
    this.#overview = await reader.call('open', this.#words);
    this.#post(overviewView(this.#overview, this.#words, this.#format));
  }

  #rereadSoon(closed: AbortSignal): void {
    if (this.#isRereading || this.#overview === undefined) return;
    this.#isRereading = true;
    void this.#parts.clock.wait(rereadAfterMs, closed).then(() => {
      this.#isRereading = false;
      if (!closed.aborted) void this.#received({ type: 'reload' });
    });
  }

  #post(message: ToLedgerPage): void {
    void this.#open?.panel.webview.postMessage(message);
  }
}

/** A tier that there is none of filters nothing out. */
function filterOf({ text, tier, month }: ShownFilter): LedgerFilter {
  return { text, month, tier: tiers.find((each) => each === tier) ?? '' };
}
