import {
  type CancellationToken,
  commands,
  env,
  Uri,
  type Webview,
  type WebviewView,
  type WebviewViewProvider,
  type WebviewViewResolveContext,
} from 'vscode';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import type { Verdict } from '../../scorecard/judgedCases.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import type { AnswerStart } from './answerEntry.ts';
import type { AnswerHandle } from './answerHandle.ts';
import { type AnsweredText, AnswerList } from './answerList.ts';
import { page } from './page.ts';
import type { ToPage } from './protocol.ts';
import { readFromPage } from './readFromPage.ts';
import type { AnswerRenderer } from './renderer.ts';
import { answerWords, pageWords } from './words.ts';

/** What a press on one of the view's buttons leads to. */
export interface AnswerGestures {
  /** The user no longer wants this answer: end its request. */
  stop(id: string): void;
  /**
   * Put `text` at the cursor. It holds no hidden characters: what was seen is what is inserted.
   * @param isWhole false when the answer it is from is incomplete
   */
  insert(text: string, isWhole: boolean): void;
  /**
   * Put `text` in place of what the answer is about, past a review. No hidden characters either.
   * @param isWhole false when the answer it is from is incomplete
   */
  replace(id: string, text: string, isWhole: boolean): void;
  /**
   * Put `text` below what the answer is about. No hidden characters either.
   * @param isWhole false when the answer it is from is incomplete
   */
  insertBelow(id: string, text: string, isWhole: boolean): void;
  /** Ask a question about an answer. */
  followUp(id: string, question: string): void;
  /** Keep an answer as a test. */
  keep(id: string): void;
  /** Prepare to ask the cloud the same. */
  escalate(id: string): void;
  /**
   * The user says whether an answer of the cloud was worth it, or (`undefined`) takes that back. Both answers are whole.
   * @returns whether it was kept, or forgotten
   */
  judge(id: string, verdict: Verdict | undefined, local: AnsweredText, cloud: AnsweredText): Promise<boolean>;
}

/** The Hearth view: the session's answers as they stream in. Register it for the view `hearth.answers`. */
export class AnswersView implements WebviewViewProvider, Disposable {
  static readonly viewId = 'hearth.answers';

  readonly #extensionUri: Uri;
  readonly #on: AnswerGestures;
  readonly #keys: { readonly explain?: string; readonly summarize?: string };
  readonly #log: Log;
  readonly #list: AnswerList;
  readonly #words = answerWords();
  #view: WebviewView | undefined;
  #listeners: Disposable[] = [];

  constructor(options: {
    readonly extensionUri: Uri;
    readonly renderer: AnswerRenderer;
    readonly on: AnswerGestures;
    readonly log: Log;
    /** Whether there is a cloud to escalate to. */
    readonly offersCloud: () => boolean;
    readonly clock?: Clock;
    /** The keys that run Explain and Summarize, as shown to people; they stand in the empty view. */
    readonly keys?: { readonly explain?: string; readonly summarize?: string };
  }) {
    this.#extensionUri = options.extensionUri;
    this.#on = options.on;
    this.#keys = options.keys ?? {};
    this.#log = options.log;
    this.#list = new AnswerList({
      renderer: options.renderer,
      clock: options.clock ?? systemClock,
      words: this.#words,
      post: (message) => this.#post(message),
      offersCloud: options.offersCloud,
    });
  }

  /** Opens a card for an answer, on top of the earlier ones. */
  begin(start: AnswerStart): AnswerHandle {
    return this.#list.begin(start);
  }

  /** Shows all answers anew, after the cloud was switched on or off. */
  refresh(): void {
    this.#list.refresh();
  }

  /** Shows the view without taking the focus from the editor. */
  async reveal(): Promise<void> {
    if (this.#view !== undefined) this.#view.show(true);
    else await commands.executeCommand(`${AnswersView.viewId}.focus`, { preserveFocus: true });
  }

  /** The Markdown of an answer as the model wrote it; undefined if it is no longer there. */
  textOf(id: string): string | undefined {
    return this.#list.textOf(id);
  }

  /** An answer that was received whole, with who gave it; undefined when there is none. */
  answered(id: string): AnsweredText | undefined {
    return this.#list.answered(id);
  }

  /** The newest answer that came to an end with a text. */
  newestAnswered(): string | undefined {
    return this.#list.newestAnswered();
  }

  /** Who gave an answer, in a few words: "local · qwen2.5:7b"; empty while nobody has. */
  whoAnswered(id: string): string {
    const { tier, model } = this.#list.answered(id)?.provenance ?? {};
    return tier === undefined ? '' : `${this.#words.tiers[tier]} · ${model}`;
  }

  /** Takes all answers away and stops those that are still coming. */
  clear(): void {
    for (const id of this.#list.clear()) this.#on.stop(id);
  }

  resolveWebviewView(view: WebviewView, _context: WebviewViewResolveContext, _token: CancellationToken): void {
    this.#release();
    this.#view = view;
    const { webview } = view;
    this.#listeners = [
      webview.onDidReceiveMessage((message: unknown) => this.#received(message)),
      // A hidden page is thrown away; when it is shown again it says `ready` anew.
      view.onDidChangeVisibility(() => {
        if (!view.visible) this.#list.detach();
      }),
      view.onDidDispose(() => this.#release()),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [this.#root('dist')] };
    webview.html = this.#html(webview);
  }

  dispose(): void {
    this.#release();
    this.#list.dispose();
  }

  #received(raw: unknown): void {
    const message = readFromPage(raw);
    switch (message?.type) {
      case 'ready':
        this.#post({ type: 'init', words: pageWords(this.#keys), cards: this.#list.attach() });
        break;
      case 'explain':
        this.#run('hearth.explain');
        break;
      case 'summarize':
        this.#run('hearth.summarize');
        break;
      case 'toggle':
        this.#list.toggle(message.id, message.expanded);
        break;
      case 'stop':
        this.#on.stop(message.id);
        break;
      case 'escalate':
        this.#on.escalate(message.id);
        break;
      case 'keep':
        this.#on.keep(message.id);
        break;
      case 'offer':
        this.#list.takeOffer(message.id);
        break;
      case 'openRow':
        this.#list.tableOf(message.id)?.open(message.row);
        break;
      case 'openTable':
        this.#list.tableOf(message.id)?.openAll();
        break;
      case 'copyTable':
        void env.clipboard.writeText(this.#list.tableOf(message.id)?.csv() ?? '');
        break;
      case 'act': {
        const action = this.#list.actionOf(message.id);
        if (action !== undefined) this.#run(action.command, ...(action.arguments ?? []));
        break;
      }
      case 'judge':
        void this.#judge(message.id, message.verdict);
        break;
      case 'copy':
        void env.clipboard.writeText(this.#visibleText(message.id, message.text));
        break;
      case 'insert':
        this.#on.insert(this.#visibleText(message.id, message.text), this.#list.isWhole(message.id));
        break;
      case 'followUp':
        this.#on.followUp(message.id, message.question);
        break;
      case 'insertBelow':
        this.#on.insertBelow(message.id, this.#visibleText(message.id, message.text), this.#list.isWhole(message.id));
        break;
      case 'replace': {
        const text = this.#visibleText(message.id, message.text);
        this.#on.replace(message.id, text, this.#list.isWhole(message.id));
        break;
      }
      case undefined:
        this.#log.warn('The Hearth view sent a message that is not understood.');
    }
  }

  async #judge(id: string, verdict: Verdict | undefined): Promise<void> {
    const local = this.#list.answered(this.#list.besides(id) ?? '');
    const cloud = this.#list.answered(id);
    if (local && cloud && (await this.#on.judge(id, verdict, local, cloud))) this.#list.judge(id, verdict);
  }

  /** The text of an answer or a part of it, without what nobody saw. */
  #visibleText(id: string, part: string | undefined): string {
    return withoutHiddenCharacters(part ?? this.#list.textOf(id) ?? '');
  }

  #run(command: string, ...rest: readonly unknown[]): void {
    commands
      .executeCommand(command, ...rest)
      .then(undefined, (error: unknown) => this.#log.error(`${command} failed: ${String(error)}`));
  }

  #post(message: ToPage): void {
    void this.#view?.webview.postMessage(message);
  }

  #html(webview: Webview): string {
    const uri = (...path: string[]) => webview.asWebviewUri(this.#root(...path)).toString();
    return page({
      cspSource: webview.cspSource,
      style: uri('dist', 'answers.css'),
      script: uri('dist', 'answers.js'),
      nonce: crypto.randomUUID().replaceAll('-', ''),
      language: env.language,
    });
  }

  #root(...path: string[]): Uri {
    return Uri.joinPath(this.#extensionUri, ...path);
  }

  #release(): void {
    this.#list.detach();
    this.#view = undefined;
    for (const listener of this.#listeners.splice(0)) listener.dispose();
  }
}
