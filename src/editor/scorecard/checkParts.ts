import { l10n } from 'vscode';
import type { CheckParts } from '../../scorecard/checks/ownChecks.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/** What checks need, with the worker telling languages: its tables would hold up the editor. */
export function checkParts({ guarding }: Pick<ScorecardParts, 'guarding'>): CheckParts {
  return {
    l10n,
    wrongLanguage: async (answer, source, language) =>
      (await guarding.ask('wrongLanguage', { answer, original: source, language })) || undefined,
  };
}
