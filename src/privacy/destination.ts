/** Where a draft goes: the provider as shown, the address as {@link readAddress} gives it, and the model asked for. */
export interface Destination {
  readonly provider: string;
  /** Such as `https://api.example.com/v1`; no slash at its end. */
  readonly baseUrl: string;
  readonly model: string;
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

/** Reads the address of an OpenAI-compatible provider. Only https goes to other machines; plain http only to this one. */
export function readAddress(text: string): Address {
  const url = parse(text.trim());
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { kind: 'fault', fault: 'notAnAddress' };
  if (url.username !== '' || url.password !== '') return { kind: 'fault', fault: 'holdsKey' };
  if (url.search !== '' || url.hash !== '') return { kind: 'fault', fault: 'holdsQuery' };
  if (url.protocol === 'http:' && !isThisComputer(url.hostname)) return { kind: 'fault', fault: 'notEncrypted' };
  // People copy the whole address of the request out of a provider's manual.
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return { kind: 'address', baseUrl: url.origin + path, origin: url.origin, host: url.host };
}

/** The provider's name as shown: there is one dialect so far, and it has one well-known home. */
export function providerName(host: string): string {
  return host === 'api.openai.com' ? 'OpenAI' : 'OpenAI-compatible';
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isThisComputer(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
