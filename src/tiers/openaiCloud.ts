import type { Fetch } from '../privacy/gate.ts';
import type { ChatParameters } from '../privacy/openaiRequest.ts';
import type { CloudReader } from './cloud.ts';
import { refuseWebPage } from './cloudFailure.ts';
import { TierError } from './tier.ts';

/** Reads every provider that speaks OpenAI's "chat completions". */
export const readOpenAi: CloudReader = async function* ({ draft, fetch }, key, signal) {
  const client = await openClient(draft.destination.baseUrl, key, fetch);
  // The approved body, read back: built anew, it could differ. The SDK serialises it again, and the gate compares.
  const parameters: ChatParameters = JSON.parse(draft.body);
  const { data: stream, response } = await client.chat.completions.create(parameters, { signal }).withResponse();
  refuseWebPage(response, draft.host);
  for await (const { choices, usage, model } of stream) {
    const choice = choices?.[0];
    if (choice?.delta?.refusal || choice?.finish_reason === 'content_filter') {
      throw new TierError('refused', `${draft.host} refused to answer`);
    }
    if (choice?.delta?.content) yield { text: choice.delta.content };
    if (choice?.finish_reason) yield { reason: choice.finish_reason === 'length' ? 'length' : 'stop' };
    yield {
      model,
      ...(usage ? { usage: { promptTokens: usage.prompt_tokens, answerTokens: usage.completion_tokens } } : {}),
    };
  }
};

/**
 * The SDK, loaded at the first use. What it would otherwise take from the environment (`OPENAI_…`) is set here, and it is
 * silent: at its level "debug" it would log the body.
 */
async function openClient(baseURL: string, apiKey: string, fetch: Fetch) {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    apiKey,
    baseURL,
    fetch,
    maxRetries: 0, // the gate retries
    timeout: 11 * 60_000, // the gate's own limit of 10 minutes comes first
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
  });
}
