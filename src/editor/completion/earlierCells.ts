import {
  type NotebookCell,
  NotebookCellKind,
  type NotebookDocumentChangeEvent,
  type TextDocument,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { PlacedText } from '../../base/text.ts';
import { asComments } from '../../writing/lineComments.ts';
import { originOf } from '../origin.ts';

/** How much of the earlier cells is taken, in UTF-16 code units: as much as of a document's own text. */
const mostCharacters = 12_000;

/**
 * The cells before the one in which somebody types, as text of its language: they are what its code goes on from. Kept until
 * one of them changes, because it is asked for at each key.
 */
export class EarlierCells implements Disposable {
  readonly #listener: Disposable;
  #last:
    | { readonly document: TextDocument; readonly languageId: string; readonly cells: readonly PlacedText[] }
    | undefined;

  constructor() {
    this.#listener = workspace.onDidChangeNotebookDocument((event) => this.#changed(event));
  }

  /** What stands before a notebook's cell, each piece ending with a blank line; undefined in other documents and where there is nothing. */
  before(document: TextDocument): readonly PlacedText[] | undefined {
    if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
    const { languageId } = document;
    if (this.#last?.document !== document || this.#last.languageId !== languageId) {
      this.#last = { document, languageId, cells: cellsBefore(document) };
    }
    const { cells } = this.#last;
    return cells.length === 0 ? undefined : cells;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#last = undefined;
  }

  /** What is typed in the cell itself changes nothing before it, and neither does what a cell puts out. */
  #changed({ contentChanges, cellChanges }: NotebookDocumentChangeEvent): void {
    const isOther = ({ document, cell }: (typeof cellChanges)[number]) =>
      document !== undefined && cell.document !== this.#last?.document;
    if (contentChanges.length > 0 || cellChanges.some(isOther)) this.#last = undefined;
  }
}

function cellsBefore(document: TextDocument): PlacedText[] {
  const cells =
    workspace.notebookDocuments.map((notebook) => notebook.getCells()).find((all) => cellOf(all, document)) ?? [];
  const placed: PlacedText[] = [];
  let left = mostCharacters;
  for (let index = (cellOf(cells, document)?.index ?? 0) - 1; index >= 0; index--) {
    const cell = cells[index];
    const text = cell && textOf(cell, document.languageId);
    if (!cell || !text) continue;
    left -= text.length;
    if (left < 0) break;
    const { lineCount } = cell.document;
    const end = cell.document.lineAt(lineCount - 1).range.end;
    const range = { start: { line: 0, character: 0 }, end: { line: end.line, character: end.character } };
    placed.unshift({ origin: originOf(cell.document, 'cell', range), text });
  }
  return placed;
}

const cellOf = (cells: readonly NotebookCell[], document: TextDocument) =>
  cells.find((cell) => cell.document === document);

/** A cell as text that can stand before one of this language: code as it is, notes as comments; in notes, code as a block. */
function textOf({ kind, document }: NotebookCell, languageId: string): string | undefined {
  const said = document.getText().replaceAll('\r\n', '\n').trimEnd();
  if (said === '' || said.includes('\u0000')) return undefined;
  const isNote = kind === NotebookCellKind.Markup;
  let text: string | undefined;
  if (document.languageId === languageId) text = said;
  else if (isNote) text = asComments(said, languageId);
  else if (languageId === 'markdown') text = `\`\`\`${document.languageId}\n${said}\n\`\`\``;
  return text === undefined ? undefined : `${text}\n\n`;
}
