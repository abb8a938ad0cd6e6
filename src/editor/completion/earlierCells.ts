import { type NotebookCell, NotebookCellKind, type TextDocument, workspace } from 'vscode';
import type { PlacedText } from '../../base/text.ts';
import { asComments } from '../../writing/lineComments.ts';
import { originOf } from '../origin.ts';

/** How much of the earlier cells is taken, in UTF-16 code units: as much as of a document's own text. */
const mostCharacters = 12_000;

/** What decides the text of a cell. */
interface Stamp {
  readonly document: TextDocument;
  readonly version: number;
  readonly languageId: string;
}

/**
 * The cells before the one in which somebody types, as text of its language: they are what its code goes on from. The text is
 * kept while none of them changes, because it is asked for at each key.
 */
export class EarlierCells {
  #last: { readonly stamps: readonly Stamp[]; readonly placed: readonly PlacedText[] } = { stamps: [], placed: [] };

  /** What stands before a notebook's cell, each piece ending with a blank line; undefined in other documents and where there is nothing. */
  before(document: TextDocument): readonly PlacedText[] | undefined {
    if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
    const cells = cellsBefore(document);
    const { stamps } = this.#last;
    // The cell itself counts by its language alone: what is typed in it changes nothing before it.
    const all = [{ document, version: 0, languageId: document.languageId }, ...cells.map(stampOf)];
    const isSame = all.length === stamps.length && all.every((stamp, index) => isSameStamp(stamp, stamps[index]));
    if (!isSame) this.#last = { stamps: all, placed: placedOf(cells, document.languageId) };
    const { placed } = this.#last;
    return placed.length === 0 ? undefined : placed;
  }
}

/** The cells before the one with this document. Of several notebooks, only one has it. */
function cellsBefore(document: TextDocument): readonly NotebookCell[] {
  for (const notebook of workspace.notebookDocuments) {
    const cells = notebook.getCells();
    const index = cells.findIndex((cell) => cell.document === document);
    if (index >= 0) return cells.slice(0, index);
  }
  return [];
}

const stampOf = ({ document }: NotebookCell): Stamp => {
  const { version, languageId } = document;
  return { document, version, languageId };
};

const isSameStamp = (a: Stamp, b: Stamp | undefined) =>
  a.document === b?.document && a.version === b.version && a.languageId === b.languageId;

function placedOf(cells: readonly NotebookCell[], languageId: string): PlacedText[] {
  const placed: PlacedText[] = [];
  let left = mostCharacters;
  for (const cell of cells.toReversed()) {
    const text = textOf(cell, languageId);
    if (text === undefined) continue;
    left -= text.length;
    if (left < 0) break;
    const end = cell.document.lineAt(cell.document.lineCount - 1).range.end;
    const range = { start: { line: 0, character: 0 }, end: { line: end.line, character: end.character } };
    placed.unshift({ origin: originOf(cell.document, 'cell', range), text });
  }
  return placed;
}

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
