import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../src/base/clock.ts';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import type { RequestKind } from '../../../src/tiers/engineConnection.ts';
import type { TimeLimits } from '../../../src/tiers/http.ts';
import { Ollama } from '../../../src/tiers/ollama.ts';
import {
  type AnswerRequest,
  type CompletionRequest,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';

/** A request to complete `const total = █;` as the `coder` of the fake engine would get it. */
export const completion = (change: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'coder',
  prompt: 'const total = ',
  suffix: ';',
  raw: false,
  stop: ['\n'],
  maximumTokens: 64,
  contextTokens: 2048,
  ...change,
});

/** A request for an answer from the `writer` of the fake engine. */
export const question = (change: Partial<AnswerRequest> = {}): AnswerRequest => ({
  model: 'writer',
  messages: [{ role: 'user', parts: [{ kind: 'instruction', text: 'Explain this.' }] }],
  maximumTokens: 400,
  contextTokens: 4096,
  ...change,
});

/** The local tier, speaking to this address. */
export function ollamaAt(
  url: string,
  parts: {
    limits?: Readonly<Partial<Record<RequestKind, TimeLimits>>>;
    clock?: Clock;
    keepAliveMinutes?: number;
  } = {},
): Ollama {
  const endpoint = resolveEndpoint(url, undefined);
  if ('bad' in endpoint) throw new Error(`${url} is no address`);
  const { limits, clock = virtualClock(), keepAliveMinutes = 30 } = parts;
  return new Ollama({ settings: () => ({ endpoint, keepAliveMinutes }), clock, ...(limits ? { limits } : {}) });
}

/** A signal that never aborts. */
export const patient = (): AbortSignal => new AbortController().signal;

/** Everything a tier says. */
export async function allOf(events: AsyncIterable<TierEvent>): Promise<TierEvent[]> {
  const all: TierEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The pieces of an answer, put together. */
export function textOf(events: readonly TierEvent[]): string {
  return events.map((event) => (event.kind === 'piece' ? event.text : '')).join('');
}

/** Why asking failed; what came instead when it did not. */
export async function reasonOf(asking: Promise<unknown>): Promise<TierErrorReason | { cameInstead: unknown }> {
  try {
    return { cameInstead: await asking };
  } catch (error) {
    if (error instanceof TierError) return error.reason;
    throw error;
  }
}

/** Lets the event loop turn until something has become true. @throws when it has not after very many turns */
export async function until(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; !isTrue(); turns++) {
    if (turns > 20_000) throw new Error(`this never came; open are ${handles()}`);
    await turn();
  }
}

/** The sockets and timers that are open now. */
export const handles = (): string =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /Socket|TLS|Timeout/.test(name))
    .sort()
    .join(' ');

/** The same, once the test itself has got going: mocha starts the timer of its limit only after the first `await`. */
export async function handlesAtStart(): Promise<string> {
  await turn();
  return handles();
}
