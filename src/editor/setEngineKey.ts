import { l10n, window } from 'vscode';
import { type Endpoint, isLoopback } from '../tiers/endpoint.ts';
import { TierError } from '../tiers/tier.ts';
import type { EngineKeys } from './engineKeys.ts';
import { problemFor } from './messages.ts';
import { showProblem } from './showProblem.ts';

/** What setting a key needs. */
export interface EngineKeyParts {
  readonly keys: Pick<EngineKeys, 'keyFor' | 'save' | 'forget'>;
  /** @throws {TierError} `badEndpoint`, `cloudEndpoint` */
  readonly endpoints: () => readonly Endpoint[];
  readonly where: () => string;
}

/** Asks for the key of the engine at the address that is set, and keeps it for this address; nothing typed takes it away. */
export async function setEngineKey({ keys, endpoints, where }: EngineKeyParts): Promise<void> {
  try {
    const origin = await originOf(endpoints());
    if (origin === undefined) return;
    const { hostname, protocol } = new URL(origin);
    const isReadable = protocol === 'http:' && !isLoopback(hostname);
    const known = await keys.keyFor(origin);
    const key = await window.showInputBox({
      title: l10n.t('Key of the Engine'),
      prompt: isReadable
        ? l10n.t('It goes to {0} only, without encryption: others on the network could read it.', origin)
        : l10n.t('It goes to {0} only, and is kept in VS Code’s secret storage.', origin),
      placeHolder: known === undefined ? '' : l10n.t('A key is set. Leave this empty to take it away.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (typed) =>
        /^[\x21-\x7e]*$/.test(typed.trim()) ? undefined : l10n.t('A key has only letters, digits and signs.'),
    });
    if (key === undefined) return;
    await (key.trim() === '' ? keys.forget(origin) : keys.save(origin, key.trim()));
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, where()));
  }
}

/** The one that is meant, where there are several. */
async function originOf(endpoints: readonly Endpoint[]): Promise<string | undefined> {
  const origins = [...new Set(endpoints.map(({ url }) => new URL(url).origin))];
  if (origins.length < 2) return origins[0];
  return window.showQuickPick(origins, { title: l10n.t('Key of the Engine'), placeHolder: l10n.t('Which engine?') });
}
