import { l10n, window } from 'vscode';
import { stepTitle } from './steps.ts';

/**
 * Asks for the key for a host.
 * @param saved the key that is saved for it, which an empty box keeps
 * @returns the key to use, typed or saved
 */
export async function enterKey(host: string, saved: string | undefined): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title: stepTitle(2),
    prompt: l10n.t('Your key for {0}. It goes into VS Code’s secret storage and only ever to this host.', host),
    placeHolder: saved === undefined ? l10n.t('Key') : l10n.t('Leave empty to keep the saved key'),
    password: true,
    ignoreFocusOut: true, // people go and fetch the key
    validateInput: (text) => keyFault(text.trim(), saved),
  });
  return typed === undefined ? undefined : typed.trim() || saved;
}

function keyFault(key: string, saved: string | undefined): string | undefined {
  if (key === '') return saved === undefined ? l10n.t('Enter the key.') : undefined;
  return /^[\x21-\x7e]+$/.test(key) ? undefined : l10n.t('A key has no spaces and no special characters.');
}
