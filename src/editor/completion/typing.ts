import {
  languages,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
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

  constructor(parts: CompletionProviderParts) {
    this.#parts = parts;
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => this.#changed(event)),
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
    const [change] = contentChanges;
    // Undo and redo, and edits in several places, are not typing.
    if (!change || contentChanges.length > 1 || reason !== undefined) return;
    if (window.activeTextEditor?.document !== document || !isOurs(document)) return;
    const position = document.positionAt(change.rangeOffset + change.text.length);
    if (whyNothing(this.#parts, document, position, false)) return;
    this.#parts.completions.typed(cursorAt(this.#parts, document, position));
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
