import { l10n, TabInputTextDiff, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { changedLines, type SelectedLines, type Side } from '../../../tasks/changedLines.ts';
import { explain } from '../../../tasks/explain.ts';
import { originOf } from '../../origin.ts';
import { mostCharacters, type NoExcerpt, noExcerptWords } from '../takeExcerpt.ts';
import type { TaskRunner } from '../taskRunner.ts';

/** The two documents that are compared in the active diff editor. */
export function comparedDocuments(): { readonly original: Uri; readonly modified: Uri } | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff ? input : undefined;
}

/** `hearth.explainChanges`: what differs between the two sides of a diff editor; only what is selected, where something is. */
export async function explainChanges(runner: TaskRunner): Promise<void> {
  const compared = comparedDocuments();
  if (!compared) {
    void window.showInformationMessage(l10n.t('Open a comparison of two texts first.'));
    return;
  }
  const original = await workspace.openTextDocument(compared.original);
  const modified = await workspace.openTextDocument(compared.modified);
  const excerpt = changesBetween(original, modified, selectedIn(original, modified));
  if (excerpt === 'same') void window.showInformationMessage(l10n.t('Nothing differs between the two sides here.'));
  else if (typeof excerpt === 'string') void window.showInformationMessage(noExcerptWords(excerpt));
  else await runner.runOn(excerpt, explain);
}

/** What differs, with both origins: of lines that were there before, and of lines that are there now. */
export function changesBetween(
  original: TextDocument,
  modified: TextDocument,
  selected: SelectedLines | undefined,
): Excerpt | NoExcerpt | 'same' {
  const [before, after] = [sideOf(original), sideOf(modified)];
  if (before.text.length + after.text.length > mostCharacters) return 'tooLarge';
  if (before.text.includes('\u0000') || after.text.includes('\u0000')) return 'notText';
  const pieces = changedLines(before, after, selected);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return 'same';
  const range = { start: first.origin.range.start, end: last.origin.range.end };
  return {
    origin: { ...after.origin, range },
    languageId: 'diff',
    text: pieces.map(({ text }) => text).join(''),
    label: selected ? l10n.t('selected changes') : l10n.t('all changes'),
    pieces,
  };
}

function sideOf(document: TextDocument): Side {
  const nowhere = { line: 0, character: 0 };
  const origin = originOf(document, 'diff', { start: nowhere, end: nowhere });
  return { text: document.getText().replaceAll('\r\n', '\n'), origin };
}

/** The lines that are selected on the side that has the focus. */
function selectedIn(original: TextDocument, modified: TextDocument): SelectedLines | undefined {
  const editor = window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) return undefined;
  const { document, selection } = editor;
  const side = document === modified ? 'modified' : document === original ? 'original' : undefined;
  if (!side) return undefined;
  const last = selection.end.character === 0 ? selection.end.line - 1 : selection.end.line;
  return { side, first: selection.start.line, last: Math.max(selection.start.line, last) };
}
