import { l10n, WorkspaceEdit, window, workspace } from 'vscode';
import type { Finding } from '../../writing/findings/findings.ts';
import { limits } from '../../writing/guards/purpose.ts';
import { mayChange } from '../powerfulFiles.ts';
import type { FindingsOf, OpenFindings } from './openFindings.ts';

/** With so few words a share says nothing. */
const fewWords = 20;

/**
 * Mends these mistakes of a document, as one edit that one undo takes back. What is not there any more as it was found is left out; whether
 * it is mended or not, nothing else is touched.
 */
export async function acceptFindings(all: OpenFindings, of: FindingsOf, ids: readonly string[]): Promise<void> {
  const { document, list } = of;
  if (!(await mayChange(document.uri))) return;
  const edit = new WorkspaceEdit();
  // Taken after the question, during which the user may have typed.
  for (const id of ids) {
    const finding = list.get(id);
    const range = finding && all.rangeOf(of, finding);
    if (range) edit.replace(document.uri, range, finding.added);
  }
  if (edit.size === 0) return;
  const { version } = document;
  // VS Code accepts an edit of a read-only document, and then does nothing.
  if (!(await workspace.applyEdit(edit)) || document.version === version) {
    void window.showInformationMessage(l10n.t('The changes could not be made: the file is read-only.'));
    return;
  }
  const accepted = new Set(ids);
  const uri = document.uri.toString();
  all.remove((_, id, where) => where === uri && accepted.has(id));
}

/** Asks, where all of it together is more than mistakes usually are. @returns whether to go on */
export async function maySoMuch(of: FindingsOf, accepted: readonly Finding[]): Promise<boolean> {
  const changed = accepted.reduce((sum, { words }) => sum + words, 0);
  const most = limits.proofread.changed;
  if (of.words <= fewWords || changed <= most * of.words) return true;
  const accept = l10n.t('Accept All');
  const percent = Math.round((100 * changed) / of.words);
  const question = l10n.t(
    'This changes {0} % of the words; mistakes are usually in less than {1} %. Accept all of it?',
    percent,
    Math.round(100 * most),
  );
  return (await window.showWarningMessage(question, { modal: true }, accept)) === accept;
}
