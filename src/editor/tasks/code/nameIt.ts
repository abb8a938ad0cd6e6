import { commands, l10n, type Position, type Uri, type WorkspaceEdit, window, workspace } from 'vscode';
import { nameIt, type OfferedName, offeredNames } from '../../../tasks/code/nameIt.ts';
import { requestFor } from '../../../tasks/request.ts';
import { TierError } from '../../../tiers/tier.ts';
import { problemFor } from '../../messages.ts';
import { showProblem } from '../../showProblem.ts';
import { withProgress } from '../../withProgress.ts';
import { taskModel, wholeAnswer } from '../askEngine.ts';
import { isWritable } from '../writable.ts';
import type { CodeParts } from './changeCode.ts';

/** `hearth.nameIt`: three better names for what the cursor is on; the chosen one is given by the language's own rename. */
export async function nameSymbol(parts: CodeParts): Promise<void> {
  const editor = window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  if (!editor || !range) {
    void window.showInformationMessage(l10n.t('Put the cursor on a name first.'));
    return;
  }
  const { document } = editor;
  const name = document.getText(range);
  if (!(await isWritable(document))) return;
  const { version } = document;
  const excerpt = await parts.runner.excerpt();
  if (!excerpt) return;
  let names: readonly OfferedName[] | undefined;
  try {
    names = await withProgress(l10n.t('Looking for a better name for {0}', name), async (signal) => {
      const request = requestFor(nameIt(name), excerpt, await taskModel(parts, 'nameIt'));
      const { text, done } = await wholeAnswer(parts, request, signal);
      return done ? (offeredNames(text, name, excerpt) ?? []) : undefined;
    });
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    return showProblem(problemFor(error.reason, error.message, parts.where(), parts.tier()));
  }
  if (names === undefined) return;
  if (names.length === 0) {
    void window.showInformationMessage(l10n.t('The model found no better name that is free here.'));
    return;
  }
  const picked = await window.showQuickPick(
    names.map((each) => ({ label: each.name, detail: each.why })),
    { title: l10n.t('Name It'), placeHolder: l10n.t('Instead of {0}', name) },
  );
  if (!picked) return;
  if (document.version !== version) {
    void window.showInformationMessage(
      l10n.t('The text was changed meanwhile, so nothing was put in its place. Run the task again.'),
    );
    return;
  }
  await rename(document.uri, range.start, picked.label);
}

async function rename(uri: Uri, at: Position, name: string): Promise<void> {
  try {
    const edit = await commands.executeCommand<WorkspaceEdit | undefined>(
      'vscode.executeDocumentRenameProvider',
      uri,
      at,
      name,
    );
    if (edit && edit.size > 0) {
      await workspace.applyEdit(edit, { isRefactoring: true });
      return;
    }
  } catch {
    // The language's own tools say by throwing that this cannot be renamed.
  }
  void window.showInformationMessage(l10n.t('The language’s own tools cannot rename this. {0} was not changed.', name));
}
