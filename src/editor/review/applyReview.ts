import { WorkspaceEdit, workspace } from 'vscode';
import { mayChange } from '../powerfulFiles.ts';
import type { OpenReview } from './openReview.ts';

/** What came of making the accepted changes. */
export type Applied = 'applied' | 'nothingAccepted' | 'changedUnderneath' | 'notAllowed' | 'readOnly';

/** Makes the accepted changes in the document, all of them as one edit that one undo takes back, or none. */
export async function applyReview(open: OpenReview): Promise<Applied> {
  const { accepted } = open.review;
  if (accepted.length === 0) return 'nothingAccepted';
  if (!open.range) return 'changedUnderneath';
  if (!(await mayChange(open.document.uri))) return 'notAllowed';
  // Taken after the question, during which the user may have typed.
  const { range } = open;
  if (!range || !open.holdsOriginal()) return 'changedUnderneath';
  const edit = new WorkspaceEdit();
  for (const change of accepted) {
    edit.replace(open.document.uri, open.placeOf(change, range.start), change.added);
  }
  const { version } = open.document;
  // VS Code accepts an edit of a read-only document, and then does nothing.
  return (await workspace.applyEdit(edit)) && open.document.version !== version ? 'applied' : 'readOnly';
}
