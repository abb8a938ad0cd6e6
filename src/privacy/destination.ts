import type { PriceKnowledge } from './price.ts';

/**
 * What a destination speaks. `openai`: OpenAI's "chat completions", as most providers offer it; `anthropic`: Anthropic's
 * "messages"; `ollama`: Ollama's own API in its cloud; `extension`: another extension's model, which is handed the messages.
 */
export type CloudApi = 'openai' | 'anthropic' | 'ollama' | 'extension';

/** Where a draft goes: the provider as shown, how it is addressed, and the model asked for. */
export interface Destination {
  /** The name of the provider, or of the extension that offers the model. */
  readonly provider: string;
  readonly api: CloudApi;
  /** Such as `https://api.example.com/v1`; no slash at its end. Of an extension, `vscode-lm://` and the vendor of its models. */
  readonly baseUrl: string;
  readonly model: string;
  /** What is known of the model's price. */
  readonly price: PriceKnowledge;
}

/** What is wrong with an address. */
export type AddressFault =
  | 'notAnAddress'
  | 'notEncrypted' // plain http to another machine
  | 'holdsKey' // a user name or password in the address would end up in settings and logs
  | 'holdsQuery';

/** An address that can be used, or what is wrong with it. */
export type Address =
  | { readonly kind: 'address'; readonly baseUrl: string; readonly origin: string; readonly host: string }
  | { readonly kind: 'fault'; readonly fault: AddressFault };

/** The ends that people copy out of a provider's manual with the address, and that the request's own path repeats. */
const repeatedEnds: Readonly<Record<Exclude<CloudApi, 'extension'>, RegExp>> = {
  openai: /\/chat\/completions$/,
  anthropic: /\/v1(?:\/messages)?$/,
  ollama: /\/(?:v1|api(?:\/chat)?)$/,
};

/** Reads the address of a provider. Only https goes to other machines; plain http only to this one. */
export function readAddress(text: string, api: Exclude<CloudApi, 'extension'> = 'openai'): Address {
  const written = text.trim();
  if (!URL.canParse(written)) return { kind: 'fault', fault: 'notAnAddress' };
  const url = new URL(written);
  if (!['http:', 'https:'].includes(url.protocol)) return { kind: 'fault', fault: 'notAnAddress' };
  if (url.username !== '' || url.password !== '') return { kind: 'fault', fault: 'holdsKey' };
  if (url.search !== '' || url.hash !== '') return { kind: 'fault', fault: 'holdsQuery' };
  if (url.protocol === 'http:' && !isThisComputer(url.hostname)) return { kind: 'fault', fault: 'notEncrypted' };
  const path = url.pathname.replace(/\/+$/, '').replace(repeatedEnds[api], '');
  return { kind: 'address', baseUrl: url.origin + path, origin: url.origin, host: url.host };
}

/** Whether a URL's host name is this machine's own. */
export function isThisComputer(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
