import { type Message, messageText } from '../tiers/tier.ts';
import type { Destination } from './destination.ts';
import { jsonRequest } from './jsonRequest.ts';
import type { ProviderRequest } from './providerRequest.ts';

/**
 * What OpenAI's "chat completions" takes. The keys stand in the order in which they are sent.
 *
 * No limit on the answer's length is set: `max_tokens` is refused by OpenAI's reasoning models (deprecated in favour of
 * `max_completion_tokens`, says openai 6.49, `resources/chat/completions/completions.d.ts`), which in turn many compatible
 * servers do not know. Leaving it out is understood by all.
 */
export interface ChatParameters {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  stream: true;
  /** Asks for a last piece that says how many tokens were used. */
  stream_options: { include_usage: true };
}

/** A request in OpenAI's form, which most providers understand. */
export function openaiRequest({ baseUrl, model }: Destination, messages: readonly Message[]): ProviderRequest {
  const parameters: ChatParameters = {
    model,
    messages: messages.map((message) => ({ role: message.role, content: messageText(message) })),
    stream: true,
    stream_options: { include_usage: true },
  };
  const key = { name: 'Authorization', value: undefined, before: 'Bearer ' };
  return jsonRequest(`${baseUrl}/chat/completions`, [key], parameters);
}
