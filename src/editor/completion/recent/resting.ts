import { type TextDocument, window, workspace } from 'vscode';
import type { Disposable } from '../../../base/disposable.ts';
import type { CursorText } from '../../../base/text.ts';
import { importedNames } from '../../../completion/recent/importedNames.ts';
import type { Nearby } from '../../../completion/recent/nearby.ts';

import { type CompletionProviderParts, cursorAt, whyNothing } from '../provider.ts';
import { isOurs } from '../typing.ts';
import { importedDefinitions } from './definitions.ts';
import { linesOf, type Readable } from './otherText.ts';
import { similarSiblings } from './siblings.ts';

/** Whoever does nothing for so long rests, in ms. */
const restMs = 3000;

/** Looking for pieces may take so long, in ms. */
const mostLookingMs = 2000;

/**
 * Looks for definitions and similar places while nobody types, moves the cursor or goes elsewhere, and lets the completions take
 * them up and have them read. At the first sign of life it stops.
 */
export class Resting implements Disposable {
  readonly #parts: CompletionProviderParts & { readonly nearby: Nearby; readonly readable: Readable };
  readonly #listeners: readonly Disposable[];
  readonly #ended = new AbortController();
  #lastSign: number;
  #isWaiting = false;
  #looking = new AbortController();
  /** The file for which was looked since somebody came to it, with its imports. */
  #looked = '';

  constructor(parts: CompletionProviderParts & { readonly nearby: Nearby; readonly readable: Readable }) {
    this.#parts = parts;
    this.#lastSign = parts.clock.now();
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.#sign();
      }),
      window.onDidChangeTextEditorSelection(() => this.#sign()),
      window.onDidChangeWindowState(() => this.#sign()),
      window.onDidChangeActiveTextEditor(() => {
        this.#looked = '';
        this.#sign();
      }),
    ];
  }

  dispose(): void {
    this.#ended.abort();
    this.#looking.abort();
    for (const listener of this.#listeners) listener.dispose();
  }

  /** A sign of life. No more happens at a key than that the time is noted. */
  #sign(): void {
    this.#lastSign = this.#parts.clock.now();
    this.#looking.abort();
    if (!this.#isWaiting) void this.#wait();
  }

  async #wait(): Promise<void> {
    const { clock } = this.#parts;
    this.#isWaiting = true;
    for (let left = restMs; left > 0 && !this.#ended.signal.aborted; left = this.#lastSign + restMs - clock.now()) {
      await clock.wait(left, this.#ended.signal);
    }
    this.#isWaiting = false;
    if (!this.#ended.signal.aborted) await this.#rest();
  }

  async #rest(): Promise<void> {
    const editor = window.activeTextEditor;
    const { completions } = this.#parts;
    // Nothing is looked for on behalf of an engine that would not read it.
    if (!editor || !window.state.focused || !isOurs(editor.document) || !completions.wantsOthers) return;
    const why = whyNothing(this.#parts, editor.document, editor.selection.active, false);
    if (why !== undefined && why !== 'midWord') return;
    const { document, selection } = editor;
    const cursor = cursorAt(this.#parts, document, selection.active);
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    const looked = `${cursor.origin.uri} ${importedNames(linesOf(document)).map(({ name }) => name)}`;
    if (this.#looked !== looked) {
      await this.#look(document, cursor, signal);
      if (signal.aborted) return;
      this.#looked = looked;
    }
    if (why === undefined) completions.rested(cursor);
  }

  async #look(document: TextDocument, cursor: CursorText, signal: AbortSignal): Promise<void> {
    const { clock, nearby, readable } = this.#parts;
    const limit = new AbortController();
    const either = AbortSignal.any([signal, limit.signal]);
    void clock.wait(mostLookingMs, either).then(() => limit.abort());
    const definitions = await importedDefinitions(document, cursor, readable, either);
    const similar = await similarSiblings(document, cursor, readable, clock, either);
    limit.abort();
    if (!signal.aborted) nearby.found(cursor.origin.uri, [...definitions, ...similar]);
  }
}
