import type { Circumstance } from '../run/identity.ts';
import type { Words } from '../words.ts';

/** In what two runs differ, beside the model: "another engine, other cases". */
export function circumstancesInWords(differ: readonly Circumstance[], l10n: Words): string {
  const words: Readonly<Record<Circumstance, string>> = {
    engine: l10n.t('another engine or version'),
    options: l10n.t('other options'),
    prompts: l10n.t('other prompts'),
    cases: l10n.t('other cases'),
    machine: l10n.t('another machine'),
  };
  return differ.map((each) => words[each]).join(', ');
}

/** What became of a request that once went to the cloud. */
export function auditedInWords(passed: boolean, l10n: Words): string {
  return passed ? l10n.t('would now pass locally') : l10n.t('does not pass locally yet');
}
