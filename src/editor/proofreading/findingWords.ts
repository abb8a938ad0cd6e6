import { l10n } from 'vscode';
import type { Finding } from '../../writing/findings/findings.ts';

/** How much of a text is shown in a message, in UTF-16 code units. */
const mostShown = 80;

/** A mistake as it is told in its hover and in the list of problems. It is shown as plain text. */
export function findingMessage({ kind, removed, added, why, isDoubtful }: Finding): string {
  const kinds = {
    spelling: l10n.t('Spelling'),
    grammar: l10n.t('Grammar'),
    punctuation: l10n.t('Punctuation'),
    word: l10n.t('Choice of words'),
  };
  const change =
    added.trim() === ''
      ? l10n.t('take out “{0}”', short(removed))
      : l10n.t('“{0}” → “{1}”', short(removed), short(added));
  const because = why === '' ? '' : ` ${why}`;
  const doubt = isDoubtful ? ` ${l10n.t('Look twice: this changes a name, a number or a date.')}` : '';
  return `${kinds[kind]}: ${change}.${because}${doubt}`;
}

/** What can be done with a mistake. */
export function acceptTitle({ removed, added }: Pick<Finding, 'removed' | 'added'>): string {
  return added.trim() === '' ? l10n.t('Accept: take out “{0}”', short(removed)) : l10n.t('Accept: “{0}”', short(added));
}

/** How many mistakes there are, in words. */
export function countOfFindings(count: number): string {
  return count === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', count);
}

function short(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length <= mostShown ? line : `${line.slice(0, mostShown)}…`;
}
