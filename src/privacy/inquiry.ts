import type { Clock } from '../base/clock.ts';
import { TierError } from '../tiers/tier.ts';
import { withDeadline } from './deadline.ts';
import type { CloudApi, Destination } from './destination.ts';
import { checkIsEnabled, type DoorParts } from './door.ts';
import type { Fetch } from './gate.ts';
import { networkFailure } from './networkFailure.ts';
import { type ProviderRequest, providerRequest } from './providerRequest.ts';
import { localDay } from './traffic.ts';

/**
 * A question to a provider while the cloud is being set up: which models it has, or whether key and model are good. There is no
 * place in it for text of the user's.
 */
export type Question =
  | { readonly kind: 'modelList'; readonly to: Pick<Destination, 'api' | 'baseUrl'> }
  /** Asks the model for a word of our own choosing: nothing less tells a good key from a bad one everywhere. */
  | { readonly kind: 'keyTest'; readonly to: Destination };

/** What a provider answered. */
export interface InquiryAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Of a test that went well, nothing is read. */
  readonly text: string;
}

/**
 * Asks a provider one question, after it was put on record. Not sent again whatever comes of it.
 * @param key sent to the question's own origin and nowhere else
 * @throws {TierError} `cloudOff` and `notRecorded` (nothing was sent), `redirected`, `badCertificate`, `unreachable`, `timedOut`,
 *   `engineFailed` (an answer over 4 MB)
 */
export type Inquire = (question: Question, key: string, signal: AbortSignal) => Promise<InquiryAnswer>;

/** How long an answer may take, in milliseconds, and how large it may be, in bytes. */
const limits = { answerMs: 30_000, bytes: 4 * 1024 * 1024 };

/** What a model is asked for in a test. */
const testWords = 'Answer with the word OK and nothing else.';

/** Opens the way for such questions. It is told a `fetch`, as the gate is. */
export function openInquiry(
  parts: Pick<DoorParts, 'ledger' | 'isEnabled'> & { readonly fetch: Fetch; readonly clock: Clock },
): Inquire {
  return async (question, key, signal) => {
    checkIsEnabled(parts);
    const { method, url, host, headers, body } = requestFor(question);
    await record(parts, question, url, body);
    checkIsEnabled(parts);
    const connection = new AbortController();
    const close = () => connection.abort(signal.reason);
    if (signal.aborted) close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const late = () => new TierError('timedOut', `${host}: no answer within ${limits.answerMs} ms`);
      const send = async () => {
        const response = await parts.fetch(url, {
          method,
          headers: headers.map(({ name, value, before = '' }): [string, string] => [name, value ?? before + key]),
          ...(body === undefined ? {} : { body }),
          redirect: 'manual',
          signal: connection.signal,
        });
        return answerOf(response, question, host);
      };
      return await withDeadline(parts.clock, limits.answerMs, send(), late);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof TierError ? error : networkFailure(error, host);
    } finally {
      signal.removeEventListener('abort', close);
      connection.abort();
    }
  };
}

async function answerOf(response: Response, question: Question, host: string): Promise<InquiryAnswer> {
  const { status, headers, type } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw new TierError('redirected', `${host} answered ${status}`);
  }
  const contentType = headers.get('content-type') ?? '';
  const wentWell = question.kind === 'keyTest' && response.ok;
  return { status, contentType, text: wentWell ? '' : await textOf(response, host) };
}

async function textOf({ body }: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limits.bytes) throw new TierError('engineFailed', `${host}: more than ${limits.bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function record(
  { ledger, clock }: Pick<DoorParts, 'ledger'> & { readonly clock: Clock },
  question: Question,
  url: string,
  body: string | undefined,
): Promise<void> {
  try {
    await ledger.note({
      tier: 'cloud',
      what: question.kind,
      destination: new URL(url).origin,
      day: localDay(clock.now()),
      ...(question.kind === 'keyTest' ? { model: question.to.model } : {}),
      requests: 1,
      bytesOut: Buffer.byteLength(body ?? '', 'utf8'),
      // It is on record before it leaves, when nothing has come yet.
      bytesIn: 0,
    });
  } catch (cause) {
    throw new TierError('notRecorded', 'the ledger could not be written', { cause });
  }
}

type Request = Omit<ProviderRequest, 'method' | 'body'> & { readonly method: string; readonly body?: string };

function requestFor(question: Question): Request {
  const messages = [{ role: 'user', parts: [{ kind: 'instruction', text: testWords }] }] as const;
  if (question.kind === 'keyTest') return providerRequest(question.to, messages);
  const { api, baseUrl } = question.to;
  const { body: _none, ...asked } = providerRequest({ ...question.to, provider: '', model: '', price: 'unknown' }, []);
  const url = new URL(baseUrl + listPaths[api]);
  const headers = asked.headers.filter(({ name }) => name !== 'Content-Type');
  return { method: 'GET', url: url.href, host: url.host, headers };
}

/** Where each API lists its models. Anthropic gives 20 where nothing is said, and 1,000 at most. */
const listPaths: Readonly<Record<CloudApi, string>> = {
  openai: '/models',
  anthropic: '/v1/models?limit=1000',
  ollama: '/api/tags',
  extension: '',
};
