import { l10n, window, workspace } from 'vscode';

/** Folders whose files can make the editor or the repository do things by themselves. */
const powerful = /(^|[\\/])\.(vscode|git|github)[\\/]/;

/** Puts text at the cursor of the last used text editor, as one step that one undo takes back. */
export async function insertAnswer(text: string): Promise<void> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (!editor) {
    void window.showInformationMessage(l10n.t('Open the file into which the text shall go, and put the cursor there.'));
    return;
  }
  if (powerful.test(editor.document.uri.path)) {
    const insert = l10n.t('Insert');
    const path = workspace.asRelativePath(editor.document.uri);
    const picked = await window.showWarningMessage(
      l10n.t('{0} can make the editor or the repository act by itself. Insert a model’s text there?', path),
      { modal: true },
      insert,
    );
    if (picked !== insert) return;
  }
  const inserted = await editor.edit((edit) => edit.insert(editor.selection.active, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  if (!inserted) void window.showInformationMessage(l10n.t('The text could not be inserted: the file is read-only.'));
}
