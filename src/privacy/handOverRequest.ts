import { type Message, messageText } from '../tiers/tier.ts';
import type { Destination } from './destination.ts';
import type { ProviderRequest } from './providerRequest.ts';

/** What another extension's model is handed. VS Code knows two roles: what a model is told comes from the user there. */
export interface HandOverParameters {
  messages: { role: 'user' | 'assistant'; content: string }[];
}

/**
 * The messages that are handed to another extension, as text, so that they are shown, hashed and recorded like any other
 * request. There is no header and no connection of ours; what the extension sends, and where, is its own.
 */
export function handOverRequest(destination: Destination, messages: readonly Message[]): ProviderRequest {
  const { provider, baseUrl, model } = destination;
  const parameters: HandOverParameters = {
    messages: messages.map((message) => ({
      role: message.role === 'assistant' ? 'assistant' : 'user',
      content: messageText(message),
    })),
  };
  return {
    method: 'HAND OVER',
    url: `${baseUrl}/${encodeURIComponent(model)}`,
    host: provider,
    headers: [],
    body: JSON.stringify(parameters),
  };
}
