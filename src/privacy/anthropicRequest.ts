import { type Message, messageText } from '../tiers/tier.ts';
import type { Destination } from './destination.ts';
import { jsonRequest } from './jsonRequest.ts';
import { longestAnswer } from './longestAnswer.ts';
import type { ProviderRequest } from './providerRequest.ts';

/** What Anthropic's "messages" takes. The keys stand in the order in which they are sent. */
export interface MessageParameters {
  model: string;
  max_tokens: number;
  system?: string;
  messages: { role: 'user' | 'assistant'; content: string }[];
  stream: true;
}

/** The form of the API that this file writes (platform.claude.com, "Versions", read 2026-11-25). */
const apiVersion = '2026-10-21';

/** A request in Anthropic's form: what the model is told stands apart from the conversation. */
export function anthropicRequest({ baseUrl, model }: Destination, messages: readonly Message[]): ProviderRequest {
  const system = messages.filter(({ role }) => role === 'system').map(messageText);
  const parameters: MessageParameters = {
    model,
    max_tokens: longestAnswer,
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    messages: messages.flatMap((message) =>
      message.role === 'system' ? [] : [{ role: message.role, content: messageText(message) }],
    ),
    stream: true,
  };
  const headers = [
    { name: 'x-api-key', value: undefined },
    { name: 'anthropic-version', value: apiVersion },
  ];
  return jsonRequest(`${baseUrl}/v1/messages`, headers, parameters);
}
