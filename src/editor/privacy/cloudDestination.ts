import type { Settings } from '../../base/settings.ts';
import { type Destination, readAddress } from '../../privacy/destination.ts';
import { loadPresets, providerName } from '../../privacy/presets.ts';

/** What is looked up to tell where requests go. */
export interface DestinationParts {
  /** The key saved for an origin. @see CloudKeys */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  /** The name of the extension that offers a vendor's models. */
  readonly extensionOffering: (vendor: string) => string;
}

/**
 * Where requests to the cloud go by the user's settings; undefined unless address, model and a key for just this address are
 * there. Another extension's model needs no key of ours; its vendor stands before its id, as in `vendor/id`.
 */
export async function cloudDestination(
  { cloudProvider: api, cloudBaseUrl, cloudModel: model }: Settings,
  { keyFor, extensionOffering }: DestinationParts,
): Promise<Destination | undefined> {
  if (api === 'extension') {
    const [, vendor, id] = /^([^/]+)\/(.+)$/.exec(model) ?? [];
    if (vendor === undefined || id === undefined) return undefined;
    return {
      api,
      provider: extensionOffering(vendor),
      baseUrl: `vscode-lm://${encodeURIComponent(vendor)}`,
      model: id,
    };
  }
  const address = readAddress(cloudBaseUrl, api);
  if (address.kind !== 'address' || model === '' || (await keyFor(address.origin)) === undefined) return undefined;
  const provider = providerName(address.host, api, await loadPresets());
  return { api, provider, baseUrl: address.baseUrl, model };
}
