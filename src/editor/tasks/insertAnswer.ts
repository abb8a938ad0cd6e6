import { l10n, window, workspace } from 'vscode';

/** Folders whose files can make the editor or the repository do things by themselves. */
const powerful = /(^|[\\/])\.(vscode|git|github)[\\/]/;

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
  const path = workspace.asRelativePath(editor.document.uri);
  const warning = l10n.t('{0} can make the editor or the repository act by itself. Insert a model’s text there?', path);
  if (powerful.test(editor.document.uri.path) && !(await confirmed(warning))) return;
  const { version } = editor.document;
  const accepted = await editor.edit((edit) => edit.insert(editor.selection.active, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  // VS Code accepts an edit of a read-only document, and then does nothing.
  if (!accepted || editor.document.version === version)
    void window.showInformationMessage(l10n.t('The text could not be inserted: the file is read-only.'));
}

async function confirmed(question: string): Promise<boolean> {
  const insert = l10n.t('Insert');
  return (await window.showWarningMessage(question, { modal: true }, insert)) === insert;
}
