import http from 'node:http';
import https from 'node:https';
import { isLoopback } from './endpoint.ts';
import { ndjsonLines } from './ndjsonLines.ts';
import { streamOf } from './streamOf.ts';
import { TierError } from './tier.ts';

/** How long each stage of a request may take, in milliseconds, and how much may come. */
export interface TimeLimits {
  readonly connectMs: number;
  /** From the request to the response's headers: Ollama sends none until the model is loaded and the first token is there. */
  readonly firstByteMs: number;
  readonly betweenPiecesMs: number;
  /** The whole request; absent: no limit. */
  readonly totalMs?: number;
  /** The largest response that is read, in bytes; absent: 2 MB. */
  readonly mostBytes?: number;
}

/** Told of what goes out and comes in, in bytes of bodies: once when a request has a
 * connection to go out on, and once at its end. */
export type Meter = (
  url: URL,
  traffic: { readonly requests: number; readonly bytesOut: number; readonly bytesIn: number },
) => void;

/** The key saved for an origin such as `https://models.example`; undefined when there is none for just this one. */
export type KeyFor = (origin: string) => Promise<string | undefined>;

/** VS Code's own `fetch`, which knows the user's proxies and the certificates of the system. */
export type Outward = (url: URL, init: RequestInit) => Promise<Response>;

/** The largest response that is read, in bytes, where nothing else is said. */
const largestResponse = 2 * 1024 * 1024;

/**
 * The one place from which engines are reached: shaped like `fetch` over `node:http`, because undici's own timers give up
 * after 300 s without headers and cannot be told apart from other failures. Redirects are not followed. Every request has
 * a connection of its own, since closing it is how an engine learns to stop; on loopback a new one costs under 1 ms.
 * @param signal ends every request of this `fetch`, at whatever stage
 * @param keyFor where the user's keys are: a request carries the one for its own origin, and no other
 * @param outward how other machines are reached; left out: like this one
 * @returns a `fetch` that rejects with a {@link TierError}, or with the signal's reason after an abort
 */
export function engineFetch(
  limits: TimeLimits,
  signal: AbortSignal,
  meter: Meter = () => {},
  keyFor: KeyFor = async () => undefined,
  outward?: Outward,
): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const key = checkedKey(await keyFor(url.origin), url.host);
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    const either = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    const request = { ...init, headers };
    return outward && !isLoopback(url.hostname)
      ? sendOutward(url, request, limits, either, meter, outward)
      : send(url, request, limits, either, meter);
  };
}

/** A key with other characters cannot stand in a header, and the error about it would quote it. */
function checkedKey(key: string | undefined, host: string): string | undefined {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key;
  throw new TierError('keyRejected', `the key for ${host} holds characters no key has`);
}

function send(url: URL, init: RequestInit, limits: TimeLimits, signal: AbortSignal, meter: Meter): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const secure = url.protocol === 'https:';
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : undefined;
    const request = (secure ? https : http).request(url, {
      method: init.method ?? 'GET',
      agent: false,
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        ...(body ? { 'content-length': String(body.length) } : {}),
      },
    });
    let open: { destroy(error?: Error): unknown } = request;
    const timers = new Timers((error) => open.destroy(error));
    // Counted here, and told at the end: a reader who leaves early never comes back to the stream.
    let bytesIn = 0;
    const finish = () => {
      if (bytesIn > 0) meter(url, { requests: 0, bytesOut: 0, bytesIn });
      bytesIn = 0;
      timers.clear();
      signal.removeEventListener('abort', abort);
    };
    // Whoever leaves early reads no further: the timers end here, not where the response is read.
    const abort = () => {
      finish();
      open.destroy(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });

    timers.start('connect', limits.connectMs, new TierError('unreachable', `no connection to ${url.host} in time`));
    timers.start('firstByte', limits.firstByteMs, new TierError('timedOut', `no answer from ${url.host}`));
    if (limits.totalMs) timers.start('total', limits.totalMs, new TierError('timedOut', `${url.host} took too long`));
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        timers.stop('connect');
        meter(url, { requests: 1, bytesOut: body?.length ?? 0, bytesIn: 0 });
      });
    });
    request.on('error', (error) => {
      finish();
      reject(signal.aborted ? signal.reason : connectionError(error, url.host));
    });
    request.on('response', (message) => {
      timers.stop('firstByte');
      const status = message.statusCode ?? 0;
      const type = message.headers['content-type'] ?? '';
      const isEmpty = message.headers['content-length'] === '0';
      const refusal = refusalOf(status, type, isEmpty, url.host);
      if (refusal) {
        finish();
        reject(refusal);
        message.destroy();
        return;
      }
      open = message;
      const received = (bytes: number) => {
        bytesIn += bytes;
      };
      const read = { bytes: message as AsyncIterable<Buffer>, close: () => message.destroy() };
      const chunks = limited(read, timers, limits, signal, finish, received);
      const whole = /^application\/x-ndjson\b/i.test(type) ? ndjsonLines(chunks) : chunks;
      resolve(new Response(streamOf(whole), { status, headers: headersOf(message) }));
    });
    request.end(body);
  });
}

/**
 * The same to another machine. That there is no connection is not told apart from that nothing is said, and the connection may be
 * kept for the next request; ending a request closes its own all the same.
 */
async function sendOutward(
  url: URL,
  init: RequestInit,
  limits: TimeLimits,
  signal: AbortSignal,
  meter: Meter,
  outward: Outward,
): Promise<Response> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const timers = new Timers((error) => ended.abort(error));
  const either = AbortSignal.any([signal, ended.signal]);
  let bytesIn = 0;
  const finish = () => {
    if (bytesIn > 0) meter(url, { requests: 0, bytesOut: 0, bytesIn });
    bytesIn = 0;
    timers.clear();
    signal.removeEventListener('abort', finish);
  };
  signal.addEventListener('abort', finish, { once: true });
  const nothing = new TierError('timedOut', `no answer from ${url.host}`);
  timers.start('firstByte', limits.connectMs + limits.firstByteMs, nothing);
  if (limits.totalMs) timers.start('total', limits.totalMs, new TierError('timedOut', `${url.host} took too long`));
  const bytesOut = typeof init.body === 'string' ? Buffer.byteLength(init.body) : 0;
  try {
    meter(url, { requests: 1, bytesOut, bytesIn: 0 });
    const response = await outward(url, { ...init, redirect: 'manual', signal: either });
    timers.stop('firstByte');
    const { status, headers, body } = response;
    const type = headers.get('content-type') ?? '';
    const refusal = refusalOf(status, type, headers.get('content-length') === '0', url.host);
    if (refusal) throw refusal;
    const message = { bytes: body ?? [], close: () => ended.abort() };
    const chunks = limited(message, timers, limits, either, finish, (bytes) => {
      bytesIn += bytes;
    });
    const whole = /^application\/x-ndjson\b/i.test(type) ? ndjsonLines(chunks) : chunks;
    return new Response(streamOf(whole), { status, headers });
  } catch (error) {
    finish();
    ended.abort();
    if (signal.aborted) throw signal.reason;
    throw connectionError(error, url.host);
  }
}

/** Why a response is not read at all: it leads elsewhere, or is none that an engine gives. */
function refusalOf(status: number, type: string, isEmpty: boolean, host: string): TierError | undefined {
  if (status >= 300 && status < 400) {
    return new TierError('redirected', `${host} answered with a redirect (${status})`);
  }
  if (/^text\/html\b/i.test(type)) return new TierError('notTheEngine', `${host} answered with a web page`);
  const isJson = /^(application\/(x-ndjson|json)|text\/event-stream)\b/i.test(type);
  // A deletion is answered with nothing at all, of no type.
  const isNothing = isEmpty && type === '';
  return status < 300 && !isJson && !isNothing
    ? new TierError('notTheEngine', `${host} answered with no JSON`)
    : undefined;
}

/** Reads a response within its limits; leaving early closes the connection, which is how an engine learns to stop. */
async function* limited(
  message: { readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; readonly close: () => unknown },
  timers: Timers,
  { betweenPiecesMs, mostBytes = largestResponse }: TimeLimits,
  signal: AbortSignal,
  finish: () => void,
  received: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const wait = () => timers.start('piece', betweenPiecesMs, new TierError('stalled', 'the stream stopped'));
  try {
    wait();
    for await (const chunk of message.bytes) {
      bytes += chunk.length;
      received(chunk.length);
      if (bytes > mostBytes)
        throw new TierError('engineFailed', `the response is larger than ${mostBytes / (1024 * 1024)} MB`);
      // Only the engine's silence counts, not the time that the reader takes.
      timers.stop('piece');
      yield chunk;
      wait();
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof TierError ? error : new TierError('cutShort', describe(error), { cause: error });
  } finally {
    finish();
    message.close();
  }
}

/** Named timers that end a request with an error. */
class Timers {
  readonly #running = new Map<string, NodeJS.Timeout>();
  readonly #end: (error: TierError) => void;

  constructor(end: (error: TierError) => void) {
    this.#end = end;
  }

  start(name: string, milliseconds: number, error: TierError): void {
    this.stop(name);
    const timer = setTimeout(() => {
      // After the whole process stood still, timers run before what has arrived meanwhile is seen: that comes first.
      setImmediate(() => {
        if (this.#running.get(name) === timer) this.#end(error);
      });
    }, milliseconds);
    this.#running.set(name, timer);
  }

  stop(name: string): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clear(): void {
    for (const name of [...this.#running.keys()]) this.stop(name);
  }
}

function headersOf(message: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each);
  }
  return headers;
}

function connectionError(given: unknown, host: string): TierError {
  // `fetch` says what happened only in its error's cause.
  const error = given instanceof TypeError && given.cause !== undefined ? given.cause : given;
  if (error instanceof TierError) return error;
  const code = String((error as { code?: unknown } | undefined)?.code ?? '');
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return new TierError('badCertificate', `${host}: ${code}`, { cause: error });
  }
  if (code.startsWith('HPE_')) return new TierError('notTheEngine', `${host} does not speak HTTP`, { cause: error });
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new TierError('notTheEngine', `${host} does not speak HTTPS`, { cause: error });
  }
  return new TierError('unreachable', `${host}: ${describe(error)}`, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
