import { workspace } from 'vscode';
import { isUsersOwn } from '../privacy/ownWay.ts';
import { TierError } from '../tiers/tier.ts';

/** VS Code's settings that decide whom its requests go past, and whether certificates count. */
const waySettings = ['http.proxy', 'http.proxyStrictSSL'] as const;

/**
 * Sees that what leaves this machine takes the way that the user chose, or the one VS Code takes by default. Both settings are
 * out of a folder's reach wherever the extension runs beside the window; on another machine, that machine's settings count, too.
 * @throws {TierError} `wayChanged`
 */
export function requireOwnWay(): void {
  const configuration = workspace.getConfiguration();
  for (const key of waySettings) {
    const inForce = configuration.get(key);
    if (!isUsersOwn(inForce, configuration.inspect(key) ?? {})) throw new TierError('wayChanged', key);
  }
}
