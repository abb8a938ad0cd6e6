import {
  type Disposable,
  InlineCompletionItem,
  type Position,
  Range,
  type TextDocument,
  type TextDocumentContentChangeEvent,
  window,
  workspace,
} from 'vscode';

/** A text that goes on at a cursor: offered as ghost text, in the place of other suggestions, and in no document. */
interface Offer {
  readonly document: TextDocument;
  /** The place where it goes on, in UTF-16 offsets. */
  offset: number;
  /** What is left of it to accept; it grows while it is written. */
  text: string;
  /** What of it is in the document already. */
  taken: string;
  /** Whether no more of it comes. */
  isWhole: boolean;
  readonly end: () => void;
  readonly listeners: readonly Disposable[];
}

/** What Continue offers. Word by word or as a whole, it is accepted with VS Code's own keys; anything else typed ends it. */
export class Continuing {
  #offer: Offer | undefined;

  /**
   * Begins to offer at a place.
   * @param end called once, when it is no longer wanted: it was dropped, contradicted, or left
   */
  begin(document: TextDocument, position: Position, end: () => void): void {
    this.drop();
    const listeners = [
      workspace.onDidChangeTextDocument((event) => this.#changed(event.document, event.contentChanges)),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const offer = this.#offer;
        if (textEditor.document !== offer?.document) return;
        const isThere = selections.length === 1 && selections[0]?.isEmpty;
        if (!isThere || textEditor.document.offsetAt(textEditor.selection.active) !== offer.offset) this.drop();
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document !== this.#offer?.document) this.drop();
      }),
    ];
    this.#offer = {
      document,
      offset: document.offsetAt(position),
      text: '',
      taken: '',
      isWhole: false,
      end,
      listeners,
    };
  }

  /** What has come so far, from its start. @returns whether it is another text than before */
  show(whole: string, isWhole: boolean): boolean {
    const offer = this.#offer;
    if (!offer || !whole.startsWith(offer.taken)) return false;
    const text = whole.slice(offer.taken.length);
    offer.isWhole = isWhole;
    if (text === offer.text) {
      if (isWhole && text === '') this.drop();
      return false;
    }
    offer.text = text;
    return true;
  }

  /** What is offered at a place; undefined: nothing goes on there, and others may suggest. */
  at(document: TextDocument, position: Position): InlineCompletionItem[] | undefined {
    const offer = this.#offer;
    if (!offer || offer.document !== document || document.offsetAt(position) !== offer.offset) return undefined;
    return offer.text === '' ? [] : [new InlineCompletionItem(offer.text, new Range(position, position))];
  }

  /** Whether anything is offered, or on its way. */
  get isOn(): boolean {
    return this.#offer !== undefined;
  }

  drop(): void {
    const offer = this.#offer;
    this.#offer = undefined;
    for (const listener of offer?.listeners ?? []) listener.dispose();
    offer?.end();
  }

  dispose(): void {
    this.drop();
  }

  #changed(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[]): void {
    const offer = this.#offer;
    if (document !== offer?.document || changes.length === 0) return;
    const [change, ...others] = changes;
    const added = change?.text.replaceAll('\r\n', '\n') ?? '';
    const isAccepted =
      others.length === 0 && change?.rangeOffset === offer.offset && change.rangeLength === 0 && added !== '';
    if (!isAccepted || !offer.text.startsWith(added)) {
      this.drop();
      return;
    }
    offer.offset += change.text.length;
    offer.text = offer.text.slice(added.length);
    offer.taken += added;
    if (offer.isWhole && offer.text === '') this.drop();
  }
}
