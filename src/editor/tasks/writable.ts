import { l10n, type TextDocument, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import { whyReadOnly } from '../readOnly.ts';
import type { TaskRunner } from './taskRunner.ts';

/** The excerpt that a task which writes is for; says why when there is none, or when nothing can be written where it stands. */
export async function writableExcerpt(runner: TaskRunner, given?: unknown): Promise<Excerpt | undefined> {
  const excerpt = await runner.excerpt(given);
  if (!excerpt) return undefined;
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  return (await isWritable(document)) ? excerpt : undefined;
}

/** Whether something can be written into a document; says so when not, before a model works for nothing. */
export async function isWritable(document: TextDocument): Promise<boolean> {
  // What the settings say may be overruled for the session: then the edit itself tells.
  if ((await whyReadOnly(document)) !== 'fileSystem') return true;
  const name = workspace.asRelativePath(document.uri).split('/').at(-1) ?? '';
  void window.showInformationMessage(l10n.t('{0} is read-only, so Hearth can change nothing in it.', name));
  return false;
}
