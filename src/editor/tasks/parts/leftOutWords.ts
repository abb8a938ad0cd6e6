import { l10n } from 'vscode';
import type { LeftOut } from '../../../tasks/parts/readParts.ts';
import type { TextPart } from '../../../tasks/parts/textParts.ts';
import type { TierEvent } from '../../../tiers/tier.ts';
import { problemFor } from '../../messages.ts';
import { numberWord } from '../../numberWord.ts';

/** More than these are not told one by one. */
const mostTold = 6;

/** What of a long text is not in its answer, one line each. @param where the engine's host */
export function leftOutWords(leftOut: readonly LeftOut[], parts: readonly TextPart[], where: string): string[] {
  const told = leftOut.slice(0, mostTold).map((each) => wordsOf(each, parts, where));
  const more = leftOut.length - told.length;
  return more > 0 ? [...told, l10n.t('Left out besides: {0} more.', more)] : told;
}

function wordsOf(left: LeftOut, parts: readonly TextPart[], where: string): string {
  const { part } = left;
  const lines = linesOf(parts, part, left.why === 'notAsked' ? left.last : part);
  switch (left.why) {
    case 'failed': {
      const { reason, message } = left.error;
      return l10n.t('Left out: part {0} ({1}). {2}', part, lines, problemFor(reason, message, where).message);
    }
    case 'notInForm':
      return l10n.t('Left out: part {0} ({1}). The model did not answer in the form that was asked for.', part, lines);
    case 'cut':
      return l10n.t('The answer about part {0} ({1}) was cut short: there may be more.', part, lines);
    case 'readLess':
      return l10n.t(
        'The engine read only some of part {0} ({1}). A smaller “hearth.models.contextTokens” helps.',
        part,
        lines,
      );
    case 'notAsked':
      return part === left.last
        ? l10n.t('Not read: part {0} of {1} ({2}).', part, parts.length, lines)
        : l10n.t('Not read: parts {0} to {1} ({2}).', part, left.last, lines);
  }
}

function linesOf(parts: readonly TextPart[], first: number, last: number): string {
  const start = parts[first - 1]?.excerpt.origin.range.start;
  const end = parts[last - 1]?.excerpt.origin.range.end;
  if (!start || !end) return '';
  const lastLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return l10n.t('lines {0}–{1}', start.line + 1, lastLine);
}

/** Says that an engine evidently read less than it was sent, and what helps. */
export function readLessWords({ read, sent }: NonNullable<Extract<TierEvent, { kind: 'done' }>['readLess']>): string {
  return l10n.t(
    'The engine read only {0} tokens of at least {1}, and said nothing of it: the answer is about a part of the text. A smaller “hearth.models.contextTokens”, or a newer Ollama, helps.',
    numberWord(read),
    numberWord(sent),
  );
}
