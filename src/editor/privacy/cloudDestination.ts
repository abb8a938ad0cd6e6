import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import { type Destination, readAddress } from '../../privacy/destination.ts';
import { loadPresets, nameOfApi, presetAt } from '../../privacy/presets.ts';
import { loadPrices, priceOf } from '../../privacy/price.ts';

/** What is looked up to tell where requests go. */
export interface DestinationParts {
  /** The key saved for an origin. @see CloudKeys */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  /** The name of the extension that offers a vendor's models. */
  readonly extensionOffering: (vendor: string) => string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Where requests to the cloud go by the user's settings; undefined unless address, model and a key for just this address are
 * there. Another extension's model needs no key of ours; its vendor stands before its id, as in `vendor/id`.
 */
export async function cloudDestination(
  { cloudProvider: api, cloudBaseUrl, cloudModel: model, cloudPrices }: Settings,
  { keyFor, extensionOffering, clock }: DestinationParts,
): Promise<Destination | undefined> {
  if (api === 'extension') {
    const [, vendor, id] = /^([^/]+)\/(.+)$/.exec(model) ?? [];
    if (vendor === undefined || id === undefined) return undefined;
    const baseUrl = `vscode-lm://${encodeURIComponent(vendor)}`;
    return { api, provider: extensionOffering(vendor), baseUrl, model: id, price: 'unknown' };
  }
  const address = readAddress(cloudBaseUrl, api);
  if (address.kind !== 'address' || model === '' || (await keyFor(address.origin)) === undefined) return undefined;
  const [presets, prices] = await Promise.all([loadPresets(), loadPrices()]);
  const preset = presetAt(address.host, api, presets);
  return {
    api,
    provider: preset?.name ?? nameOfApi[api],
    baseUrl: address.baseUrl,
    model,
    price: priceOf(model, preset?.prices, prices, cloudPrices, clock.now()),
  };
}
