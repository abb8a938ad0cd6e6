import { l10n, Selection, Uri, window, workspace } from 'vscode';
import { readTaskFile } from '../../../tasks/custom/taskFile.ts';
import { tasksFolderOf } from './taskFiles.ts';

/** The longest name of a task, in UTF-16 code units. */
const longestName = 60;

/** How many names are tried for the file of a new task. */
const mostTries = 100;

/**
 * `hearth.newTask`: makes a task from an example, in the user's own folder or in one of the workspace, and opens it with the instruction
 * selected. It is in the list of everything at once.
 */
export async function newTask(ownFolder: Uri): Promise<void> {
  const folder = await chooseFolder(ownFolder);
  if (!folder) return;
  const name = await window.showInputBox({
    title: l10n.t('New Task'),
    prompt: l10n.t('What is it called?'),
    value: l10n.t('Explain to a Newcomer'),
    validateInput: (value) =>
      value.trim() === ''
        ? l10n.t('A task needs a name.')
        : value.length > longestName
          ? l10n.t('This is longer than {0} characters.', longestName)
          : undefined,
  });
  if (!name?.trim()) return;
  const content = exampleOf(name.trim());
  const uri = await freeName(folder, name);
  if (!uri) return;
  await workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const document = await workspace.openTextDocument(uri);
  const read = readTaskFile(content);
  const { firstLine, lastLine } = read.kind === 'task' ? read.task.instruction : { firstLine: 0, lastLine: 0 };
  const selection = new Selection(firstLine, 0, lastLine, document.lineAt(lastLine).text.length);
  await window.showTextDocument(document, { selection, preview: false });
}

/** The user's own folder, or, where the workspace is trusted, one of it. */
async function chooseFolder(ownFolder: Uri): Promise<Uri | undefined> {
  const folders = workspace.isTrusted ? (workspace.workspaceFolders ?? []) : [];
  if (folders.length === 0) return ownFolder;
  const items = [
    { label: l10n.t('For myself'), description: l10n.t('in every folder, on this computer'), uri: ownFolder },
    ...folders.map((folder) => ({
      label: l10n.t('For everybody who opens {0}', folder.name),
      description: '.hearth/tasks',
      uri: tasksFolderOf(folder),
    })),
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('New Task'), placeHolder: l10n.t('For whom?') });
  return picked?.uri;
}

/** A file that is not there yet, named after the task. */
async function freeName(folder: Uri, name: string): Promise<Uri | undefined> {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  const stem = plain === '' ? 'task' : plain;
  for (let count = 1; count <= mostTries; count++) {
    const uri = Uri.joinPath(folder, `${count === 1 ? stem : `${stem}-${count}`}.md`);
    const isThere = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) return uri;
  }
  return undefined;
}

/** A task that works, and says of each line what it is for. */
function exampleOf(name: string): string {
  return [
    '---',
    `name: ${name.replaceAll(/\s+/g, ' ')}`,
    `# ${l10n.t('Where it is offered: prose, code, or languages such as markdown or python. Left out: everywhere.')}`,
    'for: prose, code',
    `# ${l10n.t('What it works on: selection or file. Left out: the selection, else the function or section, else the file.')}`,
    '# on: selection',
    `# ${l10n.t('Where its answer goes: answer (the Hearth view), replace, below (both reviewed first), or new document.')}`,
    'result: answer',
    `# ${l10n.t('Who the model shall be, in one line.')}`,
    'role: You explain things to people who are new to them.',
    '---',
    'Explain this in three sentences, without jargon. Then name the one thing that a newcomer would get wrong.',
    '',
  ].join('\n');
}
