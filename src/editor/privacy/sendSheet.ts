import { env, l10n, ThemeIcon, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { SendSheet, SheetAnswer } from '../../privacy/approval.ts';
import type { Purse } from '../../privacy/budget.ts';
import type { Draft } from '../../privacy/draft.ts';
import { sha256 } from '../../privacy/sha256.ts';
import { readFromSheet } from './readFromSheet.ts';
import { sheetPage } from './sheetPage.ts';
import type { FromSheet, ToSheet } from './sheetProtocol.ts';
import { sheetView, sheetWords } from './sheetView.ts';

/**
 * The send sheet: a panel in the editor area that shows a draft complete and lets a person decide. Closing it is Cancel.
 * One panel serves one decision, however often the draft is edited on the way; dispose of it afterwards.
 */
export class SendSheetPanel implements SendSheet, Disposable {
  readonly #purse: Purse | undefined;
  readonly #panel: WebviewPanel;
  readonly #listeners: readonly Disposable[];
  #shown: ToSheet | undefined;
  #isReady = false;
  /** The person has left the sheet: also while a change of theirs was being checked, when nobody waited for an answer. */
  #left: SheetAnswer | undefined;
  #decide: (answer: SheetAnswer) => void = () => {};

  /** @param purse what was spent, where the user has set a budget */
  constructor(extensionUri: Uri, purse: Purse | undefined) {
    this.#purse = purse;
    const root = (...path: string[]) => Uri.joinPath(extensionUri, ...path);
    this.#panel = window.createWebviewPanel('hearth.sendSheet', l10n.t('Send to the cloud?'), ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [root('dist')],
      // Hidden, it would forget what was typed into it.
      retainContextWhenHidden: true,
    });
    const { webview } = this.#panel;
    this.#panel.iconPath = new ThemeIcon('cloud-upload');
    this.#listeners = [
      webview.onDidReceiveMessage((message: unknown) => this.#received(readFromSheet(message))),
      this.#panel.onDidDispose(() => this.#leave({ kind: 'cancel' })),
    ];
    webview.html = sheetPage({
      cspSource: webview.cspSource,
      style: webview.asWebviewUri(root('dist', 'sendSheet.css')).toString(),
      script: webview.asWebviewUri(root('dist', 'sendSheet.js')).toString(),
      nonce: crypto.randomUUID().replaceAll('-', ''),
      language: env.language,
    });
  }

  show(draft: Draft): Promise<SheetAnswer> {
    const sendKey = process.platform === 'darwin' ? '⌘Enter' : 'Ctrl+Enter';
    this.#shown = { type: 'show', view: sheetView(draft, env.language, this.#purse), words: sheetWords(sendKey) };
    return new Promise((resolve) => {
      this.#decide = resolve;
      if (this.#left) resolve(this.#left);
      else if (this.#isReady) void this.#panel.webview.postMessage(this.#shown);
    });
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#panel.dispose();
  }

  #received(message: FromSheet | undefined): void {
    switch (message?.type) {
      case 'ready':
        this.#isReady = true;
        if (this.#shown) void this.#panel.webview.postMessage(this.#shown);
        break;
      case 'send':
        this.#decide({ kind: 'send', bodySha256: sha256(message.displayed) });
        break;
      case 'edit':
        this.#decide({ kind: 'edit', texts: new Map(message.texts) });
        break;
      case 'takeOut':
      case 'putBack':
        this.#decide({ kind: message.type, piece: message.piece });
        break;
      case 'release':
      case 'mask':
        this.#decide({ kind: message.type, secret: message.secret });
        break;
      case 'keepLocal':
      case 'cancel':
        this.#leave({ kind: message.type });
    }
  }

  #leave(answer: SheetAnswer): void {
    this.#left ??= answer;
    this.#decide(this.#left);
  }
}
