import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { TierError } from '../tiers/tier.ts';
import { ApprovedDraft } from './approval.ts';
import { withDeadline } from './deadline.ts';
import { beginSending, checkIsEnabled, type DoorParts } from './door.ts';
import type { Draft } from './draft.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Outcome } from './ledgerLines.ts';
import { networkFailure } from './networkFailure.ts';
import { pauseBeforeRetry, retryAfter } from './retry.ts';

/** `fetch`, as the providers' SDKs call it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The one door to the cloud. */
export interface Gate {
  /**
   * Opens the door for one approved request.
   * @throws {TierError} `notApproved` on anything but a real approval, `cloudOff` when the user has switched the cloud off
   * @param signal the user's cancel: closes the connection and goes on record as that
   * @param onPause told when the provider asks to wait before the request is sent again, in milliseconds
   */
  open(approved: ApprovedDraft, signal: AbortSignal, onPause?: (milliseconds: number) => void): Passage;
}

/** The way of one approved request through the gate, for one SDK call. */
export interface Passage {
  /** What was approved. */
  readonly draft: Draft;
  /**
   * Sends what was approved, once, and again only where the provider says it did nothing. What the SDK wants to send must be
   * what was approved, byte for byte. When the SDK aborts its own signal, or stops reading, the connection is closed and the
   * outcome is left to `close`: SDKs do so whenever they, or their callers, find a fault in the answer.
   * @throws {TierError} `cloudOff`, `notApproved`, `notRecorded` and `overBudget` (nothing was sent), `redirected`, `badCertificate`, `unreachable`,
   *   `timedOut`; reading the body: `stalled`, `timedOut`, `cutShort`
   */
  readonly fetch: Fetch;
  /**
   * Says how the request ended, which only the reader of the answer can know. What ended it before (the user's cancel, a
   * failure, a time limit) stands; calling it more than once does no harm. Without it, the outcome is recorded when the time
   * limit for the whole request is over.
   */
  close(ended: Ended): Promise<void>;
  /** How long the provider asked us to wait with its last answer, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** How a request ended, as far as its reader can know. */
export type Ended = Pick<Outcome, 'ended' | 'promptTokens' | 'answerTokens' | 'costUsd'>;

/** What the gate needs of the world. */
export interface GateParts extends DoorParts {
  /** VS Code's patched global `fetch`: it knows the user's proxies and certificates. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * How long an answer may take, in milliseconds, and how large it may be, in bytes. A connection that cannot be made fails
 * after undici's own 10 s, and in any case with the limit for the first byte.
 */
const limits = { firstByteMs: 30_000, betweenPiecesMs: 30_000, totalMs: 600_000, bytesIn: 32 * 1024 * 1024 };

/** Opens the door that every byte to the cloud goes through. */
export function openGate(parts: GateParts): Gate {
  return { open: (approved, signal, onPause) => openPassage(parts, approved, signal, onPause) };
}

function openPassage(
  parts: GateParts,
  approved: ApprovedDraft,
  signal: AbortSignal,
  onPause?: (milliseconds: number) => void,
): Passage {
  checkIsEnabled(parts);
  const approvedDraft = ApprovedDraft.draftOf(approved);
  let current: Attempt | undefined;
  let retryAfterMs: number | undefined;

  async function fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const draft = ApprovedDraft.spend(approved);
    checkIsApproved(draft, input, init);
    const request = {
      method: draft.method,
      headers: approvedHeaders(draft, new Headers(init.headers)),
      body: draft.body,
      redirect: 'manual',
    } as const;
    const started = parts.clock.now();
    const cancelled = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    for (let number = 1; ; number += 1) {
      cancelled.throwIfAborted();
      const entry = await beginSending(parts, draft, number);
      current = openAttempt(parts, entry, draft.host, signal, started + limits.totalMs - parts.clock.now());
      const response = await current.send(draft.url, { ...request, signal: cancelled });
      retryAfterMs = retryAfter(response.headers, parts.clock.now());
      const pauseMs = pauseBeforeRetry(response.status, number, retryAfterMs);
      if (pauseMs === undefined) return response;
      await current.end({ ended: 'retried' });
      onPause?.(pauseMs);
      await parts.clock.wait(pauseMs, cancelled);
    }
  }

  return {
    draft: approvedDraft,
    fetch,
    close: async (ended) => current?.end(ended),
    get retryAfterMs() {
      return retryAfterMs;
    },
  };
}

/** @throws {TierError} `notApproved` unless method, address and body are the approved ones, the body byte for byte */
function checkIsApproved(draft: Draft, input: string | URL | Request, init: RequestInit): void {
  const differs =
    draft.method !== 'POST' || init.method !== draft.method
      ? 'method'
      : addressOf(input) !== draft.url
        ? 'address'
        : init.body !== draft.body && 'body';
  if (differs) throw new TierError('notApproved', `the ${differs} is not the approved one`);
}

/** The same address may be written in several ways: the `ollama` package names the port that https has anyway. */
function addressOf(input: string | URL | Request): string | undefined {
  const written = String(input);
  return URL.canParse(written) ? new URL(written).href : undefined;
}

/** The headers named on the sheet and no other; of the SDK's, only the secret one's value is taken. */
function approvedHeaders(draft: Draft, offered: Headers): Headers {
  const headers = new Headers();
  for (const { name, value } of draft.headers) headers.set(name, value ?? offered.get(name) ?? '');
  return headers;
}

/** One attempt on the wire: one connection, one intent, one outcome. */
interface Attempt {
  send(url: string, init: RequestInit): Promise<Response>;
  /** Closes the connection, lets go of timer and listener, and records the outcome. Only the first call counts. */
  end(ended: Ended): Promise<void>;
}

function openAttempt(
  { fetch, clock, log }: GateParts,
  entry: LedgerEntry,
  host: string,
  signal: AbortSignal,
  remainingMs: number,
): Attempt {
  const connection = new AbortController();
  const finished = new AbortController();
  let status: number | undefined;
  let bytesIn = 0;

  async function end(ended: Ended): Promise<void> {
    finished.abort();
    connection.abort();
    try {
      await entry.end({ ...ended, ...(status === undefined ? {} : { status }), bytesIn });
    } catch {
      log.warn('The ledger could not record how a request to the cloud ended.');
    }
  }

  /** Ends the attempt for a reason and gives back the first such reason, to be thrown: later ones only follow from it. */
  async function halt(reason: unknown): Promise<unknown> {
    connection.abort(reason);
    const first: unknown = connection.signal.reason;
    await end({ ended: first instanceof TierError ? first.reason : 'aborted' });
    return first;
  }

  signal.addEventListener('abort', () => void halt(signal.reason), { signal: finished.signal });
  void clock.wait(remainingMs, finished.signal).then(() => {
    if (!finished.signal.aborted) void halt(new TierError('timedOut', `${host}: no end within ${limits.totalMs} ms`));
  });

  async function send(url: string, init: RequestInit): Promise<Response> {
    const cancelled = init.signal;
    const close = () => connection.abort(cancelled?.reason);
    if (cancelled?.aborted) throw await halt(cancelled.reason);
    cancelled?.addEventListener('abort', close, { signal: finished.signal });
    const late = () => new TierError('timedOut', `${host}: no first byte within ${limits.firstByteMs} ms`);
    let response: Response;
    try {
      const answering = fetch(url, { ...init, signal: connection.signal });
      response = await withDeadline(clock, limits.firstByteMs, answering, late);
    } catch (error) {
      throw await halt(error instanceof TierError ? error : networkFailure(error, host));
    }
    status = response.status;
    // Another address was not approved. Browsers' fetch hides it behind an opaque answer; Node's shows the status.
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      throw await halt(new TierError('redirected', `${host} answered ${status}`));
    }
    const body = response.body === null ? null : counted(response.body);
    return new Response(body, { status, statusText: response.statusText, headers: response.headers });
  }

  /** The answer's body, pulled: counted, timed and limited on its way. Its clean end is for the reader to judge. */
  function counted(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    const late = () => new TierError('stalled', `${host}: nothing more for ${limits.betweenPiecesMs} ms`);
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { done, value } = await withDeadline(clock, limits.betweenPiecesMs, reader.read(), late);
            if (done) return controller.close();
            bytesIn += value.byteLength;
            if (bytesIn > limits.bytesIn)
              throw new TierError('engineFailed', `${host}: more than ${limits.bytesIn} bytes`);
            controller.enqueue(value);
          } catch (error) {
            const cut = () => new TierError('cutShort', `${host}: the connection broke off`);
            controller.error(await halt(error instanceof TierError ? error : cut()));
          }
        },
        cancel: () => connection.abort(),
      },
      { highWaterMark: 0 },
    );
  }

  return { send, end };
}
