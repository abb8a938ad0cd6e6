import { type NotebookCell, type TextDocument, Uri, window, workspace } from 'vscode';

/** The notebook's cell that a menu of it gave to a command. */
export function givenCell(given: unknown): NotebookCell | undefined {
  if (typeof given !== 'object' || given === null || !('document' in given && 'notebook' in given)) return undefined;
  const { document } = given;
  const uri = typeof document === 'object' && document !== null && 'uri' in document ? document.uri : undefined;
  return uri instanceof Uri ? cellOf({ uri }) : undefined;
}

/** The cell that has this document. */
export function cellOf({ uri }: Pick<TextDocument, 'uri'>): NotebookCell | undefined {
  if (uri.scheme !== 'vscode-notebook-cell') return undefined;
  for (const notebook of workspace.notebookDocuments) {
    const cell = notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
    if (cell) return cell;
  }
  return undefined;
}

/** The cell that is selected in the active notebook, also while nobody types in it. */
export function selectedCell(): NotebookCell | undefined {
  const editor = window.activeNotebookEditor;
  const index = editor?.selection.start;
  return index === undefined || index >= (editor?.notebook.cellCount ?? 0) ? undefined : editor?.notebook.cellAt(index);
}
