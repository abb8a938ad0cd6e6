import { l10n, Range, type TextEditor } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import type { ProofreadJob } from '../../tasks/writing/proofreading.ts';
import { excerptOf, mostCharacters, type NoExcerpt } from '../tasks/takeExcerpt.ts';

/** What is read. */
export interface Job extends ProofreadJob {
  /** Where its text begins in the document, in UTF-16 code units. */
  readonly from: number;
  /** What was taken, in the user's words. */
  readonly label: string;
}

/** The selection, else the whole document; or why there is nothing to read. */
export function whatIsMeant(editor: TextEditor): Job | NoExcerpt {
  const { document, selection } = editor;
  const { end } = document.lineAt(document.lineCount - 1).range;
  const excerpt = selection.isEmpty
    ? excerptOf(document, new Range(0, 0, end.line, end.character), 'file', l10n.t('whole file'))
    : excerptOf(document, selection, 'selection', l10n.t('selection'));
  return typeof excerpt === 'string' ? excerpt : jobOf(editor, excerpt);
}

/**
 * The text with its own line ends: what is found in it has the document's offsets. All of the document, as only from its start on it is
 * known what is code; of a huge one only the lines that are selected.
 */
function jobOf({ document, selection }: TextEditor, { origin, languageId, label }: Excerpt): Job {
  const text = document.getText();
  const job = { languageId, origin, label };
  if (selection.isEmpty) return { ...job, text, from: 0 };
  const within = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  if (text.length <= mostCharacters) return { ...job, text, within, from: 0 };
  const from = text.lastIndexOf('\n', within.start - 1) + 1;
  const moved = { start: within.start - from, end: within.end - from };
  return { ...job, text: text.slice(from, within.end), within: moved, from };
}
