import { l10n } from 'vscode';
import { numberWord } from './numberWord.ts';

/** About how long something still takes, in words; rounded, as nobody knows it to the second. */
export function timeLeft(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 8) return l10n.t('a few seconds left');
  if (seconds < 55) return l10n.t('about {0} s left', Math.round(seconds / 5) * 5);
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return l10n.t('about {0} min left', Math.max(1, minutes));
  return l10n.t('about {0} h left', numberWord(minutes / 60, 1));
}
