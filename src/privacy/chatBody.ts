import { type Message, messageText } from '../tiers/tier.ts';

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

/**
 * The request's body, exactly as it goes out: this is what the sheet shows, what is hashed, and what the gate sends.
 * `JSON.stringify` writes lone surrogates as escapes, so the text and its UTF-8 bytes stand for each other.
 */
export function chatBody(model: string, messages: readonly Message[]): string {
  const parameters: ChatParameters = {
    model,
    messages: messages.map((message) => ({ role: message.role, content: messageText(message) })),
    stream: true,
    stream_options: { include_usage: true },
  };
  return JSON.stringify(parameters);
}
