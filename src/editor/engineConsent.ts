import { l10n, type Memento, window } from 'vscode';
import type { Endpoint } from '../tiers/endpoint.ts';
import { isPrivateHost } from '../tiers/endpoint.ts';
import { TierError } from '../tiers/tier.ts';
import { requireOwnWay } from './ownWay.ts';

const stateKey = 'hearth.agreedEngines';

/**
 * Text goes to an engine on another host only after the user has agreed to that very address, once, in a dialog that names
 * it. This machine needs no question.
 */
export class EngineConsent {
  readonly #state: Memento;

  /** @param state the user's own state, over all windows */
  constructor(state: Memento) {
    this.#state = state;
  }

  /** Whether text may go to this engine. */
  agreed(endpoint: Endpoint): boolean {
    return endpoint.tier === 'local' || this.#agreed().includes(endpoint.url);
  }

  /** The engine, if text may go to it. @throws {TierError} `notAllowed`, `wayChanged` */
  require(endpoint: Endpoint): Endpoint {
    if (!this.agreed(endpoint)) throw new TierError('notAllowed', endpoint.host);
    if (endpoint.tier !== 'local') requireOwnWay();
    return endpoint;
  }

  /** Asks for each of several. One that the user does not agree to is left out. @throws {TierError} `notAllowed` where none is left */
  async askFor(endpoints: readonly Endpoint[]): Promise<void> {
    let refused: unknown;
    for (const endpoint of endpoints) {
      try {
        await this.ask(endpoint);
      } catch (error) {
        refused = error;
      }
    }
    if (refused !== undefined && !endpoints.some((each) => this.agreed(each))) throw refused;
  }

  /** Asks if need be. @throws {TierError} `notAllowed` when the user does not agree */
  async ask(endpoint: Endpoint): Promise<void> {
    if (this.agreed(endpoint)) return;
    const { hostname, protocol } = new URL(endpoint.url);
    const secure = protocol === 'https:';
    if (!secure && !isPrivateHost(hostname)) {
      throw new TierError('notAllowed', `${endpoint.host}: plain http to a public address`);
    }
    const agree = l10n.t('Send Text There');
    const picked = await window.showWarningMessage(
      l10n.t('Use the engine at {0}?', endpoint.url),
      {
        modal: true,
        detail: secure
          ? l10n.t(
              'Completions and tasks will send text from your files to {0}. Hearth calls this tier self-hosted.',
              endpoint.host,
            )
          : l10n.t(
              'Completions and tasks will send text from your files to {0}, without encryption: others on the network could read it. Hearth calls this tier self-hosted.',
              endpoint.host,
            ),
      },
      agree,
    );
    if (picked !== agree) throw new TierError('notAllowed', endpoint.host);
    await this.#state.update(stateKey, [...this.#agreed(), endpoint.url]);
  }

  #agreed(): readonly string[] {
    return this.#state.get<readonly string[]>(stateKey, []);
  }
}
