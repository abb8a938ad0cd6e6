import type { Clock } from '../base/clock.ts';
import { ApprovedDraft } from '../privacy/approval.ts';
import { costOf } from '../privacy/cost.ts';
import type { CloudApi } from '../privacy/destination.ts';
import type { Draft } from '../privacy/draft.ts';
import type { Ended, Gate, Passage } from '../privacy/gate.ts';
import type { HandOver } from '../privacy/handOver.ts';
import { cloudFailure } from './cloudFailure.ts';
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

/** The tokens that a provider counted. Absent where it does not say. */
export type Usage = Pick<Measured, 'promptTokens' | 'answerTokens'>;

/** What one piece of a provider's stream says, whatever its form. */
export interface Said {
  readonly text?: string;
  /** That the model came to an end, and how. A stream that never says so was cut short. */
  readonly reason?: 'stop' | 'length';
  /** The model that the provider says it used. */
  readonly model?: unknown;
  readonly usage?: Usage;
}

/**
 * How one API is spoken: sends the approved request through the passage and reads the answer, with the API's own SDK. The
 * passage sees to it that nothing else is sent. One file each.
 */
export type CloudReader = (passage: Passage, key: string, signal: AbortSignal) => AsyncIterable<Said>;

/** What the cloud tier needs of the world. */
export interface CloudParts {
  readonly gate: Gate;
  readonly handOver: HandOver;
  /** The key saved for an origin such as `https://api.example.com`; undefined when there is none for just this one. */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  readonly clock: Pick<Clock, 'now'>;
  readonly readers: Readonly<Record<Exclude<CloudApi, 'extension'>, CloudReader>>;
}

/** The way of one approved draft to whoever answers, over the network or to another extension. */
interface Way {
  readonly draft: Draft;
  said(): AsyncIterable<Said>;
  close(ended: Ended): Promise<void>;
  readonly retryAfterMs: number | undefined;
}

/** The cloud tier, for every destination. */
export function createCloud(parts: CloudParts): CloudAnswerer {
  return {
    async *answer(approved, signal, onPause) {
      const way = openWay(parts, approved, signal, onPause);
      let ended: Ended = { ended: 'aborted' };
      try {
        for await (const event of eventsOf(way, signal, parts.clock)) {
          if (event.kind === 'done') ended = { ended: 'done', ...recordedOf(event.measured) };
          yield event;
        }
      } catch (error) {
        if (signal.aborted) return;
        const failure = cloudFailure(error, way.draft.host, way.retryAfterMs);
        ended = { ended: failure.reason };
        throw failure;
      } finally {
        await way.close(ended);
      }
    },
  };
}

function openWay(
  { gate, handOver, keyFor, readers }: CloudParts,
  approved: ApprovedDraft,
  signal: AbortSignal,
  onPause?: (milliseconds: number) => void,
): Way {
  const { api } = ApprovedDraft.draftOf(approved).destination;
  if (api === 'extension') {
    const handed = handOver.open(approved, signal);
    return {
      draft: handed.draft,
      async *said() {
        for await (const text of handed.pieces()) yield { text };
        yield { reason: 'stop' };
      },
      close: handed.close,
      retryAfterMs: undefined,
    };
  }
  const passage = gate.open(approved, signal, onPause);
  return {
    draft: passage.draft,
    async *said() {
      const { host, url } = passage.draft;
      const key = checkedKey(await keyFor(new URL(url).origin), host);
      yield* readers[api](passage, key, signal);
    },
    close: passage.close,
    get retryAfterMs() {
      return passage.retryAfterMs;
    },
  };
}

async function* eventsOf(
  { draft, said }: Way,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): AsyncGenerator<TierEvent> {
  const { destination, host } = draft;
  const startedAt = clock.now();
  let firstPieceMs: number | undefined;
  let reason: 'stop' | 'length' | undefined;
  let model = destination.model;
  let usage: Usage = {};
  for await (const each of said()) {
    // What had arrived before an abort is no longer wanted.
    if (signal.aborted) return;
    if (each.text) {
      firstPieceMs ??= clock.now() - startedAt;
      yield { kind: 'piece', text: each.text };
    }
    reason = each.reason ?? reason;
    usage = { ...usage, ...each.usage };
    if (isModelName(each.model)) model = each.model;
  }
  if (signal.aborted) return;
  const costUsd = costOf(destination.price, usage.promptTokens, usage.answerTokens);
  if (reason === undefined) throw new TierError('cutShort', `${host} stopped without saying that it was done`);
  yield {
    kind: 'done',
    reason,
    provenance: {
      tier: destination.api === 'extension' ? 'handedOver' : 'cloud',
      engine: destination.provider,
      host,
      model,
    },
    measured: {
      ...(firstPieceMs === undefined ? {} : { firstPieceMs }),
      totalMs: clock.now() - startedAt,
      ...usage,
      ...(costUsd === undefined ? {} : { costUsd }),
    },
  };
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

/** What of a finished answer goes on record. */
function recordedOf({ promptTokens, answerTokens, costUsd }: Measured): Omit<Ended, 'ended'> {
  return {
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(answerTokens === undefined ? {} : { answerTokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
