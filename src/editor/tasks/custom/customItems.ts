import {
  l10n,
  type QuickPickItem,
  QuickPickItemKind,
  Selection,
  type TextDocument,
  ThemeIcon,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { isFor } from '../../../tasks/custom/taskFile.ts';
import { isProse } from '../../../tasks/prompt.ts';
import { newTask } from './newTask.ts';
import { problemWords } from './problemWords.ts';
import type { CustomParts } from './runCustom.ts';
import { type FoundTaskFile, findTaskFiles } from './taskFiles.ts';

/** An item of the list of everything that brings what it does. */
export interface RunItem extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** The text for which the list is opened. */
export interface AtHand {
  readonly document: TextDocument;
  readonly isReadOnly: boolean;
  /** What a menu gave to the command: a notebook's cell. */
  readonly given: unknown;
}

/**
 * The tasks that people wrote as files, for the list of everything: the user's own, then those of each folder of the workspace under its
 * name, so that nobody takes the one for the other. A broken file stands there as what is wrong with it, and opens at that line.
 */
export async function customItems(parts: CustomParts, ownFolder: Uri, here: AtHand): Promise<readonly RunItem[]> {
  const { document, isReadOnly } = here;
  const kind = isProse(document) ? 'prose' : 'code';
  const found = await findTaskFiles(ownFolder);
  const fitting = found.filter(({ read }) => {
    if (read.kind === 'broken') return true;
    const writes = read.task.result === 'replace' || read.task.result === 'below';
    return isFor(read.task, kind, document.languageId) && !(writes && isReadOnly);
  });
  // What is wrong stands below what works.
  fitting.sort((a, b) => Number(a.read.kind === 'broken') - Number(b.read.kind === 'broken'));
  const own = fitting.filter(({ from }) => from === undefined);
  const folders = [...new Set(fitting.flatMap(({ from }) => from ?? []))];
  return [
    separator(l10n.t('Your own tasks')),
    ...own.map((file) => itemOf(parts, file, here)),
    { label: l10n.t('New Task…'), iconPath: new ThemeIcon('add'), run: () => newTask(ownFolder) },
    ...folders.flatMap((folder) => [
      separator(l10n.t('From the folder {0}', folder.name)),
      ...fitting.filter(({ from }) => from === folder).map((file) => itemOf(parts, file, here)),
    ]),
  ];
}

const separator = (label: string): RunItem => ({ label, kind: QuickPickItemKind.Separator });

function itemOf(parts: CustomParts, file: FoundTaskFile, { given }: AtHand): RunItem {
  const { read, path, uri, from } = file;
  if (read.kind === 'broken') {
    return {
      label: literalLabel(path),
      iconPath: new ThemeIcon('warning'),
      description: l10n.t('line {0}: {1}', read.line + 1, problemWords(read.problem)),
      run: () => openAt(uri, read.line),
    };
  }
  return {
    label: literalLabel(read.task.name),
    description: literalLabel(path),
    iconPath: new ThemeIcon(from ? 'root-folder' : 'account'),
    run: async () => {
      const { runCustom } = await import('./runCustom.ts');
      await runCustom(parts, { task: read.task, file: { uri: uri.toString(), path } }, given);
    },
  };
}

/** A label in which nothing is taken for an icon. */
const literalLabel = (text: string) => text.replaceAll('$(', '\\$(');

async function openAt(uri: Uri, line: number): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
  await window.showTextDocument(document, { selection: new Selection(range.start, range.end) });
}
