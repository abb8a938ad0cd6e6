import { l10n, Range, type TextEditor } from 'vscode';
import type { ProofreadJob } from '../../tasks/writing/proofreading.ts';
import { originOf, plainRange } from '../origin.ts';
import { mostCharacters, type NoExcerpt } from '../tasks/takeExcerpt.ts';

/** What is read. */
export interface Job extends ProofreadJob {
  /** Where its text begins in the document, in UTF-16 code units. */
  readonly from: number;
  /** What was taken, in the user's words. */
  readonly label: string;
}

/**
 * The selection, else the whole document; or why there is nothing to read. The text has its own line ends: what is found in it has the
 * document's offsets. It is all of the document, as only from its start on it is known what is code; of a huge one the lines selected.
 */
export function whatIsMeant({ document, selection }: TextEditor): Job | NoExcerpt {
  const isAll = selection.isEmpty;
  const { end } = document.lineAt(document.lineCount - 1).range;
  const range = isAll ? new Range(0, 0, end.line, end.character) : selection;
  const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  if (within.end - within.start > mostCharacters) return 'tooLarge';
  const text = document.getText();
  if (text.includes('\u0000')) return 'notText';
  if (!/\S/.test(text.slice(within.start, within.end))) return 'empty';
  const job = {
    languageId: document.languageId,
    origin: originOf(document, isAll ? 'file' : 'selection', plainRange(range)),
    label: isAll ? l10n.t('whole file') : l10n.t('selection'),
  };
  if (isAll) return { ...job, text, from: 0 };
  if (text.length <= mostCharacters) return { ...job, text, within, from: 0 };
  const from = text.lastIndexOf('\n', within.start - 1) + 1;
  const moved = { start: within.start - from, end: within.end - from };
  return { ...job, text: text.slice(from, within.end), within: moved, from };
}
