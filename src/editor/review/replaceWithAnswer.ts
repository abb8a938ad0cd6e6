import { l10n, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import { isProse } from '../../tasks/prompt.ts';
import { confirmed } from '../powerfulFiles.ts';
import type { ReviewStart } from './openReview.ts';
import type { Reviews } from './reviews.ts';

/** What an answer is about, and who gave it. */
export interface AboutAnswer extends Pick<ReviewStart, 'title' | 'by'> {
  readonly excerpt: Excerpt;
}

/**
 * Reviews an answer, or a code block of it, in place of the text it is about.
 * @param isWhole false when the answer is incomplete: the user is asked first
 */
export async function replaceWithAnswer(
  reviews: Reviews,
  about: AboutAnswer,
  text: string,
  isWhole: boolean,
): Promise<void> {
  if (!isWhole && !(await confirmed(l10n.t('This answer is incomplete. Insert it anyway?')))) return;
  const { excerpt } = about;
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '');
  const look = isProse(excerpt) ? 'words' : 'lines';
  const revised = lines + (/\n+$/.exec(excerpt.text)?.[0] ?? '');
  const { hunksBetween } = await import('../../writing/guards/hunks.ts');
  const changes = hunksBetween(excerpt.text, revised, look === 'words' ? 'word' : 'line');
  if (changes.length === 0) {
    void window.showInformationMessage(l10n.t('This says what stands there already.'));
    return;
  }
  reviews.open({ ...about, document, changes, look });
}
