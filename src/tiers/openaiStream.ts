import { failureOfEvent } from './openaiError.ts';
import { CallsUnderWay } from './openaiToolCalls.ts';
import { serverSentEvents } from './serverSentEvents.ts';
import { type Measured, TierError, type ToolCall } from './tier.ts';

/** What one event of a stream says. */
export interface Said {
  readonly text?: string;
  readonly logprobs?: readonly number[];
  /** What the model asks to have called; said with the end. */
  readonly calls?: readonly ToolCall[];
  /** The model came to its end. A stream that never says so was cut short. */
  readonly ended?: 'stop' | 'length';
  readonly measured?: Partial<Measured>;
}

/**
 * What a stream says, event by event: of `/v1/completions`, `/v1/chat/completions` and llama.cpp's `/infill`. Thoughts
 * (`reasoning_content`) are passed over.
 * @param ownId the beginning of ids for calls without one
 * @throws {TierError}
 */
export async function* readStream(
  chunks: AsyncIterable<Uint8Array>,
  model: string,
  host: string,
  ownId: string,
): AsyncGenerator<Said> {
  const underWay = new CallsUnderWay();
  for await (const data of serverSentEvents(chunks)) {
    if (data === '[DONE]') return;
    const event = eventIn(data);
    const failure = failureOfEvent(event, model, host);
    if (failure) throw failure;
    if ('content' in event) {
      yield infillSaid(event);
      continue;
    }
    const each = said(event);
    underWay.add(choiceOf(event).delta?.tool_calls);
    const calls = each.ended ? underWay.whole(each.ended, ownId) : [];
    yield calls.length > 0 ? { ...each, calls } : each;
  }
}

function eventIn(data: string): object {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event === 'object' && event !== null) return event;
  } catch {
    // Said below.
  }
  throw new TierError('engineFailed', 'an event of the stream is broken');
}

interface Choice {
  readonly text?: unknown;
  readonly delta?: { readonly content?: unknown; readonly tool_calls?: unknown } | null;
  readonly finish_reason?: unknown;
  readonly logprobs?: {
    /** vLLM's `/v1/completions`, as OpenAI's was. */
    readonly token_logprobs?: unknown;
    /** Conversations everywhere, and llama.cpp's `/v1/completions`. */
    readonly content?: unknown;
  } | null;
}

interface StreamEvent {
  readonly choices?: unknown;
  readonly usage?: unknown;
  readonly timings?: unknown;
}

const choiceOf = ({ choices }: StreamEvent) => (Array.isArray(choices) ? Object(choices[0]) : {}) as Choice;

function said(event: StreamEvent): Said {
  const choice = choiceOf(event);
  const text = [choice.text, choice.delta?.content].find((each) => typeof each === 'string');
  const measured = { ...usageIn(event.usage), ...timingsIn(event.timings) };
  return {
    ...(text ? { text } : {}),
    ...probabilities(numbers(choice.logprobs?.token_logprobs) ?? logprobsIn(choice.logprobs?.content)),
    // Some write an empty reason into every event.
    ...(typeof choice.finish_reason === 'string' && choice.finish_reason !== ''
      ? { ended: choice.finish_reason === 'length' ? 'length' : 'stop' }
      : {}),
    ...(Object.keys(measured).length > 0 ? { measured } : {}),
  };
}

interface InfillEvent {
  readonly content?: unknown;
  readonly stop?: unknown;
  readonly stop_type?: unknown;
  readonly completion_probabilities?: unknown;
  readonly timings?: unknown;
}

function infillSaid(event: InfillEvent): Said {
  const { content, stop, stop_type: how } = event;
  return {
    ...(typeof content === 'string' && content !== '' ? { text: content } : {}),
    ...probabilities(logprobsIn(event.completion_probabilities)),
    ...(stop === true ? { ended: how === 'limit' ? 'length' : 'stop', measured: timingsIn(event.timings) } : {}),
  };
}

const probabilities = (logprobs: readonly number[] | undefined) =>
  logprobs && logprobs.length > 0 ? { logprobs } : {};

function numbers(list: unknown): readonly number[] | undefined {
  return Array.isArray(list) && list.every((each) => typeof each === 'number') ? list : undefined;
}

function logprobsIn(list: unknown): readonly number[] | undefined {
  return Array.isArray(list) ? numbers(list.map((each) => (Object(each) as { logprob?: unknown }).logprob)) : undefined;
}

/** The tokens that a server counted. */
function usageIn(usage: unknown): Partial<Measured> {
  const { prompt_tokens: prompt, completion_tokens: answer } = Object(usage) as Record<string, unknown>;
  return {
    ...(typeof prompt === 'number' ? { promptTokens: prompt } : {}),
    ...(typeof answer === 'number' ? { answerTokens: answer } : {}),
  };
}

/** What llama.cpp measured: `prompt_ms` is of what was not in its memory (`cache_n`), in milliseconds. */
function timingsIn(timings: unknown): Partial<Measured> {
  const given = Object(timings) as Record<string, unknown>;
  const { prompt_n: read, cache_n: known, prompt_ms: promptMs, predicted_n: answer, predicted_ms: answerMs } = given;
  return {
    ...(typeof read === 'number' ? { promptTokens: read + (typeof known === 'number' ? known : 0) } : {}),
    ...(typeof promptMs === 'number' ? { promptMs } : {}),
    ...(typeof answer === 'number' ? { answerTokens: answer } : {}),
    ...(typeof answerMs === 'number' ? { answerMs } : {}),
  };
}
