import { type TextDocument, type TextDocumentChangeEvent, type TextEditor, window, workspace } from 'vscode';
import type { Clock } from '../../../base/clock.ts';
import type { Disposable } from '../../../base/disposable.ts';
import type { Nearby } from '../../../completion/recent/nearby.ts';
import { RecentPlaces } from '../../../completion/recent/places.ts';
import { isOurs } from '../typing.ts';
import { openText, pieceOf, type Readable } from './otherText.ts';

/** Who stays in an editor for so long has looked at what it shows, in ms. */
const lookMs = 2000;

/** So many lines on either side of the cursor are what was looked at. */
const linesLookedAt = 8;

/**
 * Remembers where somebody edits and looks, and hands over the text of those places when they leave the file: then it may help
 * in the next one. While they type, no more than line numbers are noted.
 */
export class RecentFiles implements Disposable {
  readonly #nearby: Nearby;
  readonly #readable: Readable;
  readonly #clock: Clock;
  readonly #places = new RecentPlaces();
  readonly #listeners: readonly Disposable[];
  #current: { readonly editor: TextEditor; readonly since: number } | undefined;

  constructor(parts: { readonly nearby: Nearby; readonly readable: Readable; readonly clock: Clock }) {
    this.#nearby = parts.nearby;
    this.#readable = parts.readable;
    this.#clock = parts.clock;
    this.#came(window.activeTextEditor);
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => this.#changed(event)),
      window.onDidChangeActiveTextEditor((editor) => this.#came(editor)),
      workspace.onDidCloseTextDocument((document) => {
        // What was never saved is gone with its editor.
        if (document.isUntitled) this.#forget(document.uri.toString());
      }),
      workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#forget(uri.toString());
      }),
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri } of files) this.#forget(oldUri.toString());
      }),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  #changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !isOurs(document)) return;
    const uri = document.uri.toString();
    const isHere = window.activeTextEditor?.document === document;
    for (const { range, text } of contentChanges) {
      const edit = { first: range.start.line, removed: range.end.line - range.start.line, added: newlinesIn(text) };
      if (isHere) this.#places.edited(uri, edit);
      else this.#places.moved(uri, edit);
    }
  }

  #came(editor: TextEditor | undefined): void {
    // A panel or a view that gets the focus takes nobody away from a file.
    if (!editor) return;
    const now = this.#clock.now();
    const before = this.#current;
    const isSameFile = before?.editor.document === editor.document;
    this.#current = { editor, since: isSameFile ? before.since : now };
    if (before && !isSameFile) this.#left(before.editor, now - before.since);
  }

  #left({ document, selection }: TextEditor, stayedMs: number): void {
    if (!isOurs(document)) return;
    const { line } = selection.active;
    if (stayedMs >= lookMs) this.#places.viewed(document.uri.toString(), line - linesLookedAt, line + linesLookedAt);
    void this.#handOver(document);
  }

  async #handOver(document: TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (this.#places.in(uri).length === 0) return;
    const text = await openText(document, this.#readable);
    const places = text ? this.#places.in(uri) : [];
    this.#nearby.seen(uri, text ? places.flatMap((place) => pieceOf(text, place.kind, place) ?? []) : []);
  }

  #forget(uri: string): void {
    this.#places.forget(uri);
    this.#nearby.forget(uri);
  }
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
