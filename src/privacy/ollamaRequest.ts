import { type Message, messageText } from '../tiers/tier.ts';
import type { Destination } from './destination.ts';
import { jsonRequest } from './jsonRequest.ts';
import type { ProviderRequest } from './providerRequest.ts';

/** What Ollama's `/api/chat` takes. The keys stand in the order in which they are sent. */
export interface OllamaChatParameters {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  stream: true;
}

/**
 * A request to Ollama's cloud in Ollama's own form (docs.ollama.com, "Cloud" and "Authentication", read 2026-11-25). Context and
 * answer have the cloud's own limits: nothing is loaded for us that another size would load again.
 */
export function ollamaRequest({ baseUrl, model }: Destination, messages: readonly Message[]): ProviderRequest {
  const parameters: OllamaChatParameters = {
    model,
    messages: messages.map((message) => ({ role: message.role, content: messageText(message) })),
    stream: true,
  };
  const key = { name: 'Authorization', value: undefined, before: 'Bearer ' };
  return jsonRequest(`${baseUrl}/api/chat`, [key], parameters);
}
