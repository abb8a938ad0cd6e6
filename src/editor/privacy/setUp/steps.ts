import { l10n } from 'vscode';

/** The title of a step: provider, key, model, test. */
export function stepTitle(step: 1 | 2 | 3 | 4): string {
  return l10n.t('Configure the Cloud Tier ({0}/4)', step);
}
