import { l10n, window } from 'vscode';
import type { Endpoint } from '../tiers/endpoint.ts';
import { TierError } from '../tiers/tier.ts';
import type { EngineKeys } from './engineKeys.ts';
import { problemFor } from './messages.ts';
import { showProblem } from './showProblem.ts';

/** What setting a key needs. */
export interface EngineKeyParts {
  readonly keys: Pick<EngineKeys, 'keyFor' | 'save' | 'forget'>;
  /** @throws {TierError} `badEndpoint`, `cloudEndpoint` */
  readonly endpoint: () => Endpoint;
  readonly where: () => string;
}

/** Asks for the key of the engine at the address that is set, and keeps it for this address; nothing typed takes it away. */
export async function setEngineKey({ keys, endpoint, where }: EngineKeyParts): Promise<void> {
  try {
    const { url, tier } = endpoint();
    const { origin, protocol } = new URL(url);
    const isReadable = protocol === 'http:' && tier !== 'local';
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
