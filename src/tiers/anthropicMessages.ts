import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages/messages';
import type { Fetch } from '../privacy/gate.ts';

/**
 * The one part of Anthropic's SDK that is needed. To be imported when it is first used: it is large, and only imported by name
 * is the rest of the SDK left out of the bundle.
 *
 * What it would otherwise take from the environment (`ANTHROPIC_…`) is set here; it is silent, traces nothing, and looks for
 * no credentials in files, since it is given a key.
 */
export function anthropicMessages(baseURL: string, apiKey: string, fetch: Fetch): Messages {
  const client = new BaseAnthropic({
    apiKey,
    baseURL,
    fetch,
    // The header that the API is documented with; left alone, the SDK would send `Authorization`.
    defaultHeaders: { 'x-api-key': apiKey, Authorization: null },
    maxRetries: 0, // the gate retries
    timeout: 11 * 60_000, // the gate's own limit of 10 minutes comes first
    webhookKey: null,
    openTelemetry: false,
    logLevel: 'off',
  });
  return new Messages(client);
}
