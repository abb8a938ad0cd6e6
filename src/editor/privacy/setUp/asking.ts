import { ProgressLocation, window } from 'vscode';
import { TierError } from '../../../tiers/tier.ts';
import { problemFor } from '../../messages.ts';

/**
 * Asks a provider something, with progress and a way to cancel. Says why when nothing came of it.
 * @returns undefined when nothing came of it, or the user cancelled
 */
export async function asking<T>(
  title: string,
  host: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const cancel = new AbortController();
  try {
    return await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (_progress, token) => {
        token.onCancellationRequested(() => cancel.abort());
        return ask(cancel.signal);
      },
    );
  } catch (error) {
    if (cancel.signal.aborted) return undefined;
    if (!(error instanceof TierError)) throw error;
    // Its one button would lead here.
    void window.showErrorMessage(problemFor(error.reason, error.message, host, 'cloud').message);
    return undefined;
  }
}
