import { l10n, window } from 'vscode';
import { confirmed, mayChange } from '../powerfulFiles.ts';

/**
 * Puts text at the cursor of the last used text editor, as one step that one undo takes back.
 * @param isWhole false when the answer is incomplete: the user is asked first
 */
export async function insertAnswer(text: string, isWhole: boolean): Promise<void> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (!editor) {
    void window.showInformationMessage(l10n.t('Open the file into which the text shall go, and put the cursor there.'));
    return;
  }
  if (!isWhole && !(await confirmed(l10n.t('This answer is incomplete. Insert it anyway?')))) return;
  if (!(await mayChange(editor.document.uri))) return;
  const { version } = editor.document;
  const accepted = await editor.edit((edit) => edit.insert(editor.selection.active, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  // VS Code accepts an edit of a read-only document, and then does nothing.
  if (!accepted || editor.document.version === version)
    void window.showInformationMessage(l10n.t('The text could not be inserted: the file is read-only.'));
}
