import type { ProviderRequest, RequestHeader } from './providerRequest.ts';

/**
 * A JSON request to a provider. `JSON.stringify` writes lone surrogates as escapes, so the text and its UTF-8 bytes stand for
 * each other.
 * @param headers the API's own ones, with the key's among them
 */
export function jsonRequest(address: string, headers: readonly RequestHeader[], parameters: object): ProviderRequest {
  const url = new URL(address);
  return {
    method: 'POST',
    url: url.href,
    host: url.host,
    headers: [
      ...headers,
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Accept', value: 'application/json' },
      { name: 'User-Agent', value: 'Hearth' }, // without one, fetch would name the runtime
    ],
    body: JSON.stringify(parameters),
  };
}
