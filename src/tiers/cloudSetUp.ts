import type { Destination } from '../privacy/destination.ts';
import type { Inquire, InquiryAnswer } from '../privacy/inquiry.ts';
import { cloudFailure } from './cloudFailure.ts';
import { TierError } from './tier.ts';

/** The longest name of a model that is believed to be one, and how many are listed at most. */
const longestName = 200;
const mostModels = 2_000;

/**
 * The names of a provider's models, sorted.
 * @throws {TierError} why there is no list: the provider refused, or what answered has none
 */
export async function listModels(
  inquire: Inquire,
  to: Pick<Destination, 'api' | 'baseUrl'>,
  key: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await inquire({ kind: 'modelList', to }, key, signal);
  const host = new URL(to.baseUrl).host;
  refuseFailure(answer, host);
  const names = namesIn(answer.text);
  if (names === undefined) throw new TierError('notTheEngine', `${host} gave no list of models`);
  return [...new Set(names)].sort((one, other) => one.localeCompare(other)).slice(0, mostModels);
}

/** Asks a model for one word. @throws {TierError} why it did not answer */
export async function testKey(inquire: Inquire, to: Destination, key: string, signal: AbortSignal): Promise<void> {
  refuseFailure(await inquire({ kind: 'keyTest', to }, key, signal), new URL(to.baseUrl).host);
}

function refuseFailure({ status, contentType, text }: InquiryAnswer, host: string): void {
  if (contentType.startsWith('text/html')) throw new TierError('notTheEngine', `${host} answered with a web page`);
  if (status >= 200 && status < 300) return;
  // As the SDKs give it: what the provider says stands in `error`, which Ollama's has as plain text.
  const { error } = objectIn(text);
  const said: { code?: unknown; type?: unknown; message?: unknown } = isObject(error) ? error : { message: error };
  const message = typeof said.message === 'string' ? said.message : '';
  throw cloudFailure(Object.assign(new Error(message), { status, code: said.code, type: said.type }), host, undefined);
}

/** OpenAI and Anthropic list `data` with ids, Ollama `models` with names. */
function namesIn(text: string): readonly string[] | undefined {
  const { data, models } = objectIn(text);
  const list = Array.isArray(data) ? data : models;
  if (!Array.isArray(list)) return undefined;
  return list
    .filter(isObject)
    .map(({ id, name }) => id ?? name)
    .filter((name): name is string => typeof name === 'string')
    .filter((name) => name.length <= longestName && /^[\x21-\x7e]+$/.test(name));
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
