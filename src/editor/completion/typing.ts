import {
  languages,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  type TextEditorSelectionChangeEvent,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { type CompletionProviderParts, cursorAt, selector, whyNothing } from './provider.ts';

/** How long a cursor rests in another editor before the text there is read ahead, in ms. */
const restMs = 300;

/**
 * Tells the completions of each key at once: VS Code asks only 50 ms later. By then the answer can be on its way, and one that
 * the key contradicts has ended at the engine. Tells them too where the user came to, so that the engine has read the text
 * before the first key.
 */
export class Typing implements Disposable {
  readonly #parts: CompletionProviderParts;
  readonly #listeners: readonly Disposable[];
  #resting = new AbortController();
  /** What was just typed in, until it is heard where the cursor stands. */
  #typedIn: { readonly document: TextDocument; readonly version: number } | undefined;

  constructor(parts: CompletionProviderParts) {
    this.#parts = parts;
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      window.onDidChangeTextEditorSelection((event) => this.#moved(event)),
      window.onDidChangeActiveTextEditor((editor) => void this.#came(editor)),
      window.onDidChangeWindowState(({ focused }) => void this.#came(focused ? window.activeTextEditor : undefined)),
    ];
  }

  /** The engine has forgotten the text: it reads it again, before the next key. */
  reread(): void {
    void this.#came(window.activeTextEditor);
  }

  dispose(): void {
    this.#resting.abort();
    for (const listener of this.#listeners) listener.dispose();
  }

  #changed({ document, contentChanges, reason }: TextDocumentChangeEvent): void {
    this.#resting.abort();
    this.#typedIn = undefined;
    // Undo and redo, and edits in several places, are not typing.
    if (contentChanges.length !== 1 || reason !== undefined) return;
    if (window.activeTextEditor?.document !== document || !isOurs(document)) return;
    this.#typedIn = { document, version: document.version };
  }

  /**
   * The cursor follows a key at once. Where it stands cannot be told from the change: the editor closes brackets behind it, and
   * puts it on a line of its own between two.
   */
  #moved({ textEditor: { document }, selections: [selection, another] }: TextEditorSelectionChangeEvent): void {
    const typedIn = this.#typedIn;
    this.#typedIn = undefined;
    if (!selection || another || document !== typedIn?.document || document.version !== typedIn.version) return;
    if (whyNothing(this.#parts, document, selection.active, false)) return;
    this.#parts.completions.typed(cursorAt(this.#parts, document, selection.active));
  }

  async #came(editor: TextEditor | undefined): Promise<void> {
    this.#resting.abort();
    if (!editor || !isOurs(editor.document)) return;
    const resting = new AbortController();
    this.#resting = resting;
    await this.#parts.clock.wait(restMs, resting.signal);
    if (resting.signal.aborted || window.activeTextEditor !== editor) return;
    const position: Position = editor.selection.active;
    if (whyNothing(this.#parts, editor.document, position, false)) return;
    this.#parts.completions.arrived(cursorAt(this.#parts, editor.document, position));
  }
}

/** Whether ghost text comes in a document of this kind. */
export const isOurs = (document: TextDocument) => languages.match(selector, document) > 0;
