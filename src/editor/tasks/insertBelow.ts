import { l10n, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { type Excerpt, standsInDocument, type TextRange } from '../../base/text.ts';
import { positionIn } from '../../review/review.ts';
import { confirmed } from '../powerfulFiles.ts';
import { applyReview } from '../review/applyReview.ts';
import { OpenReview } from '../review/openReview.ts';
import { belowLines, wholeLines } from './wholeLines.ts';

/**
 * Puts text below what an answer is about, as one step that one undo takes back, wherever the cursor is.
 * @param isWhole false when the answer is incomplete: the user is asked first
 */
export async function insertBelow(excerpt: Excerpt, text: string, isWhole: boolean): Promise<void> {
  if (!standsInDocument(excerpt)) {
    void window.showInformationMessage(
      l10n.t('What this answer is about stands in no file. Put the cursor where the answer shall go, and use Insert.'),
    );
    return;
  }
  if (!isWhole && !(await confirmed(l10n.t('This answer is incomplete. Insert it anyway?')))) return;
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const range = placeOf(document, excerpt);
  if (!range) {
    const words = l10n.t(
      'The text that this answer is about was changed meanwhile. Put the cursor where it shall go, and use Insert.',
    );
    void window.showInformationMessage(words);
    return;
  }
  const lines = wholeLines(document, range, excerpt.label);
  const changes = [belowLines(document, lines, text.replaceAll('\r\n', '\n'))];
  const open = new OpenReview('insert', { document, excerpt: lines, changes, title: '', by: '', look: 'words' });
  open.review.decideRest('accepted');
  const applied = await applyReview(open);
  if (applied === 'readOnly') {
    void window.showInformationMessage(l10n.t('The text could not be inserted: the file is read-only.'));
  }
}

/** Where an excerpt stands now: where it was taken, or where it moved to, if there is one such place. */
function placeOf(document: TextDocument, { text, origin }: Excerpt): TextRange | undefined {
  const { start, end } = origin.range;
  const there = new Range(start.line, start.character, end.line, end.character);
  if (document.getText(there).replaceAll('\r\n', '\n') === text) return origin.range;
  const all = document.getText().replaceAll('\r\n', '\n');
  const at = all.indexOf(text);
  if (at < 0 || all.indexOf(text, at + 1) >= 0) return undefined;
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  return { start: positionIn(whole, all, at), end: positionIn(whole, all, at + text.length) };
}
