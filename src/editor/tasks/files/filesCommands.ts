import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { classify } from '../../../tasks/reading/classify.ts';
import { summarizeAs } from '../../../tasks/summarize.ts';
import { chooseLabels } from '../reading/reading.ts';
import { taskTitle } from '../taskTitle.ts';
import type { Wishes } from '../wishes.ts';
import { askFiles, type FilesParts } from './askFiles.ts';

/** `hearth.summarizeFiles`: a sentence on each of many files. @param given what the explorer gives: one file or folder, and all that are selected */
export async function summarizeFiles(parts: FilesParts, given: readonly unknown[]): Promise<void> {
  const chosen = chosenIn(given) ?? (await chooseFiles(taskTitle('summarize')));
  const task = summarizeAs('sentence');
  if (chosen && task.inParts) {
    await askFiles(parts, chosen, { task: { ...task, inParts: task.inParts }, columns: [l10n.t('Gist')] });
  }
}

/** `hearth.classifyFiles`: which of the user's labels fits each of many files. */
export async function classifyFiles(parts: FilesParts, wishes: Wishes, given: readonly unknown[]): Promise<void> {
  const chosen = chosenIn(given) ?? (await chooseFiles(taskTitle('classify')));
  if (!chosen) return;
  const wanted = await chooseLabels(wishes);
  if (!wanted) return;
  const task = classify(wanted.labels, wanted.several);
  await askFiles(parts, chosen, {
    task,
    columns: [wanted.several ? l10n.t('Labels') : l10n.t('Label'), l10n.t('Why')],
  });
}

/** The files and folders that are selected in the explorer; undefined where the command comes from elsewhere. */
function chosenIn([clicked, selected]: readonly unknown[]): readonly Uri[] | undefined {
  const all = Array.isArray(selected) ? selected : [clicked];
  const uris = all.filter((each) => each instanceof Uri);
  return uris.length === 0 ? undefined : uris;
}

/** Lets the user choose what is meant, as the palette knows nothing of the explorer's selection. */
async function chooseFiles(title: string): Promise<readonly Uri[] | undefined> {
  type Item = QuickPickItem & { readonly uris?: readonly Uri[]; readonly open?: 'files' | 'folders' };
  const folders = (workspace.workspaceFolders ?? []).map(
    ({ name, uri }): Item => ({ label: name, description: l10n.t('the whole folder'), uris: [uri] }),
  );
  const items: readonly Item[] = [
    ...folders,
    { label: l10n.t('Choose Files…'), open: 'files' },
    { label: l10n.t('Choose Folders…'), open: 'folders' },
  ];
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t('Which files?') });
  if (!picked?.open) return picked?.uris;
  const isFolders = picked.open === 'folders';
  const defaultUri = workspace.workspaceFolders?.[0]?.uri;
  return window.showOpenDialog({
    canSelectMany: true,
    canSelectFiles: !isFolders,
    canSelectFolders: isFolders,
    openLabel: title,
    ...(defaultUri && { defaultUri }),
  });
}
