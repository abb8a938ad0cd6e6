import { l10n, type Uri, window, workspace } from 'vscode';

/** Folders whose files can make the editor or the repository do things by themselves. */
const powerful = /(^|[\\/])\.(vscode|git|github)[\\/]/;

/** Asks before a model's text goes into a file that can make the editor or the repository act. @returns whether it may */
export async function mayChange(uri: Uri): Promise<boolean> {
  if (!powerful.test(uri.path)) return true;
  const path = workspace.asRelativePath(uri);
  return confirmed(
    l10n.t('{0} can make the editor or the repository act by itself. Insert a model’s text there?', path),
  );
}

/** Asks a question that can only be answered with Insert, or not at all. */
export async function confirmed(question: string): Promise<boolean> {
  const insert = l10n.t('Insert');
  return (await window.showWarningMessage(question, { modal: true }, insert)) === insert;
}
