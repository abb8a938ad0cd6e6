import type { MessageParameters } from '../privacy/anthropicRequest.ts';
import type { CloudReader, Said } from './cloud.ts';
import { refuseWebPage } from './cloudFailure.ts';
import { TierError } from './tier.ts';

/**
 * Reads Anthropic's "messages". The events and stop reasons: platform.claude.com, "Streaming messages" and "Stop reasons
 * and fallback", read 2026-11-25. New ones may come at any time, says "Versions", and are passed over.
 */
export const readAnthropic: CloudReader = async function* ({ draft, fetch }, key, signal) {
  const { anthropicMessages } = await import('./anthropicMessages.ts');
  const messages = anthropicMessages(draft.destination.baseUrl, key, fetch);
  // The approved body, read back: built anew, it could differ. The SDK serialises it again, and the gate compares.
  const parameters: MessageParameters = JSON.parse(draft.body);
  const { data: stream, response } = await messages.create(parameters, { signal }).withResponse();
  refuseWebPage(response, draft.host);
  for await (const event of stream) {
    switch (event.type) {
      case 'message_start': {
        // Tokens read from a cache, or written into one, are not in `input_tokens`.
        const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = event.message.usage;
        const promptTokens = input_tokens + (cache_read_input_tokens ?? 0) + (cache_creation_input_tokens ?? 0);
        yield { model: event.message.model, usage: { promptTokens } };
        break;
      }
      case 'content_block_delta':
        // Of a model that thinks, only what it says is the answer.
        if (event.delta.type === 'text_delta') yield { text: event.delta.text };
        break;
      case 'message_delta': {
        if (event.delta.stop_reason === 'refusal') throw new TierError('refused', `${draft.host} refused to answer`);
        yield { usage: { answerTokens: event.usage.output_tokens }, ...endOf(event.delta.stop_reason) };
      }
    }
  }
};

function endOf(stopReason: string | null): Pick<Said, 'reason'> {
  if (stopReason === null) return {};
  const isCut = stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded';
  return { reason: isCut ? 'length' : 'stop' };
}
