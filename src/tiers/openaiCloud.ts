import type { Clock } from '../base/clock.ts';
import type { ApprovedDraft } from '../privacy/approval.ts';
import type { Ended, Fetch, Gate, Passage } from '../privacy/gate.ts';
import type { ChatParameters } from '../privacy/openaiRequest.ts';
import { openaiFailure } from './openaiFailure.ts';
import { type Measured, TierError, type TierEvent } from './tier.ts';

/**
 * Answers from the cloud. It takes what a person approved and nothing else; it is no `Completer`, so ghost text cannot reach
 * it. The events are pulled, as everywhere: leaving the loop, or aborting, closes the connection; an abort ends them quietly.
 * @throws {TierError}
 */
export interface CloudAnswerer {
  /** @param onPause told when the provider asks to wait before the request is sent again, in milliseconds */
  answer(
    approved: ApprovedDraft,
    signal: AbortSignal,
    onPause?: (milliseconds: number) => void,
  ): AsyncIterable<TierEvent>;
}

/** What the cloud tier needs of the world. */
export interface OpenAiCloudParts {
  readonly gate: Gate;
  /** The key saved for an origin such as `https://api.example.com`; undefined when there is none for just this one. */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The cloud tier for every provider that speaks OpenAI's "chat completions". */
export function createOpenAiCloud({ gate, keyFor, clock }: OpenAiCloudParts): CloudAnswerer {
  return {
    async *answer(approved, signal, onPause) {
      const passage = gate.open(approved, signal, onPause);
      const { host, url } = passage.draft;
      let ended: Ended = { ended: 'aborted' };
      try {
        const key = checkedKey(await keyFor(new URL(url).origin), host);
        for await (const event of eventsOf(passage, key, signal, clock)) {
          if (event.kind === 'done') ended = { ended: 'done', ...tokensOf(event.measured) };
          yield event;
        }
      } catch (error) {
        if (signal.aborted) return;
        const failure = openaiFailure(error, host, passage.retryAfterMs);
        ended = { ended: failure.reason };
        throw failure;
      } finally {
        await passage.close(ended);
      }
    },
  };
}

async function* eventsOf(
  { draft, fetch }: Passage,
  key: string,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): AsyncGenerator<TierEvent> {
  const startedAt = clock.now();
  const client = await openClient(draft, key, fetch);
  // The approved body, read back: built anew, it could differ. The SDK serialises it again, and the gate compares.
  const parameters: ChatParameters = JSON.parse(draft.body);
  const { data: stream, response } = await client.chat.completions.create(parameters, { signal }).withResponse();
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new TierError('notTheEngine', `${draft.host} answered with a web page`);
  }
  let firstPieceMs: number | undefined;
  let reason: 'stop' | 'length' | undefined;
  let model = draft.destination.model;
  let usage: Pick<Measured, 'promptTokens' | 'answerTokens'> = {};
  for await (const chunk of stream) {
    const choice = chunk.choices?.[0];
    if (choice?.delta?.refusal || choice?.finish_reason === 'content_filter') {
      throw new TierError('refused', `${draft.host} refused to answer`);
    }
    if (choice?.delta?.content) {
      firstPieceMs ??= clock.now() - startedAt;
      yield { kind: 'piece', text: choice.delta.content };
    }
    if (choice?.finish_reason) reason = choice.finish_reason === 'length' ? 'length' : 'stop';
    if (chunk.usage) usage = { promptTokens: chunk.usage.prompt_tokens, answerTokens: chunk.usage.completion_tokens };
    if (isModelName(chunk.model)) model = chunk.model;
  }
  if (signal.aborted) return;
  if (reason === undefined) throw new TierError('cutShort', `${draft.host} stopped without saying that it was done`);
  yield {
    kind: 'done',
    reason,
    provenance: { tier: 'cloud', engine: draft.destination.provider, host: draft.host, model },
    measured: { ...(firstPieceMs === undefined ? {} : { firstPieceMs }), totalMs: clock.now() - startedAt, ...usage },
  };
}

/**
 * The SDK, loaded at the first use. What it would otherwise take from the environment (`OPENAI_…`) is set here, and it is
 * silent: at its level "debug" it would log the body.
 */
async function openClient(draft: Passage['draft'], key: string, fetch: Fetch) {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    apiKey: key,
    baseURL: draft.destination.baseUrl,
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

/** A key with other characters cannot stand in a header, and the error about it would quote it. */
function checkedKey(key: string | undefined, host: string): string {
  if (key === undefined) throw new TierError('keyRejected', `there is no key for ${host}`);
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new TierError('keyRejected', `the key for ${host} holds characters no key has`);
  return key;
}

/** The model that the provider says it used, if it looks like a name at all. */
function isModelName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w.:/@+-]{1,128}$/.test(name);
}

function tokensOf({ promptTokens, answerTokens }: Measured): Pick<Measured, 'promptTokens' | 'answerTokens'> {
  return {
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(answerTokens === undefined ? {} : { answerTokens }),
  };
}
