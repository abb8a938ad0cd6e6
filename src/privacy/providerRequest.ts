import type { Message } from '../tiers/tier.ts';
import { anthropicRequest } from './anthropicRequest.ts';
import type { CloudApi, Destination } from './destination.ts';
import { handOverRequest } from './handOverRequest.ts';
import { ollamaRequest } from './ollamaRequest.ts';
import { openaiRequest } from './openaiRequest.ts';

/** A header that goes out. */
export interface RequestHeader {
  readonly name: string;
  /** Undefined for the one that holds the key: the tier adds it, and the sheet shows dots. */
  readonly value: string | undefined;
  /** What stands before the key: `Bearer `. */
  readonly before?: string;
}

/**
 * A request, complete to the byte but for the key. It is what the sheet shows, what is hashed, and what is sent: nobody else
 * builds one, and what an SDK would send is compared with it.
 */
export interface ProviderRequest {
  /** `HAND OVER`: not over the network, but to another extension. */
  readonly method: 'POST' | 'HAND OVER';
  readonly url: string;
  /** Who gets it, as shown: the host and port, or the extension. */
  readonly host: string;
  readonly headers: readonly RequestHeader[];
  readonly body: string;
}

/** A file for each API. */
const builders: Readonly<Record<CloudApi, (to: Destination, messages: readonly Message[]) => ProviderRequest>> = {
  openai: openaiRequest,
  anthropic: anthropicRequest,
  ollama: ollamaRequest,
  extension: handOverRequest,
};

/** The request that puts `messages` to a destination, in the words of its API. */
export function providerRequest(destination: Destination, messages: readonly Message[]): ProviderRequest {
  return builders[destination.api](destination, messages);
}
