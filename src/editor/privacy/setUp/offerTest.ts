import { l10n, window } from 'vscode';
import type { Destination } from '../../../privacy/destination.ts';
import { testKey } from '../../../tiers/cloudSetUp.ts';
import { asking } from './asking.ts';
import type { SetUpParts } from './setUpParts.ts';
import { stepTitle } from './steps.ts';

/** What came of offering a test. */
export type Tested = 'works' | 'failed' | 'notTested';

/**
 * Offers to test key and model, naming exactly what would be asked.
 * @returns undefined on Escape
 */
export async function offerTest(
  parts: SetUpParts,
  to: Destination,
  host: string,
  key: string,
): Promise<Tested | undefined> {
  const choices = [
    { label: l10n.t('Test Now'), detail: l10n.t('It costs a few tokens.'), tests: true },
    { label: l10n.t('Not Now'), detail: l10n.t('Nothing is sent.'), tests: false },
  ];
  const picked = await window.showQuickPick(choices, {
    title: stepTitle(4),
    placeHolder: l10n.t('Ask {0} at {1} to answer with the word OK? No text of yours is in it.', to.model, host),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (!picked.tests) return 'notTested';
  const works = await asking(l10n.t('Asking {0} at {1} for a word', to.model, host), host, async (signal) => {
    await testKey(parts.inquire, to, key, signal);
    return true;
  });
  return works ? 'works' : 'failed';
}
