import { TierError, type TierErrorReason } from './tier.ts';

/**
 * What a failure of a provider's SDK means. Errors of the gate come through it as the cause of its own. A provider's words
 * are left out, since they may quote the key or the user's text: host, status and error code are enough to act on.
 * @param retryAfterMs how long the provider asked us to wait, in milliseconds
 */
export function cloudFailure(error: unknown, host: string, retryAfterMs: number | undefined): TierError {
  if (error instanceof TierError) return error;
  if (error instanceof Error && error.cause instanceof TierError) return error.cause;
  const { status, code } = answerOf(error);
  return new TierError(
    reasonOf(status, code, error),
    [host, status, code].filter((each) => each !== undefined).join(' '),
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/** @throws {TierError} `notTheEngine` when a page for people answers, such as a proxy's sign-in */
export function refuseWebPage({ headers }: Pick<Response, 'headers'>, host: string): void {
  if (headers.get('content-type')?.startsWith('text/html')) {
    throw new TierError('notTheEngine', `${host} answered with a web page`);
  }
}

/**
 * OpenAI's `error.code` (platform.openai.com, "Error codes"), which compatible servers copy, and Anthropic's `error.type`
 * (platform.claude.com, "Claude API errors", read 2026-11-25), which says it also in the middle of a stream.
 */
const reasonsOfCodes: Readonly<Record<string, TierErrorReason>> = {
  context_length_exceeded: 'tooLong',
  content_filter: 'refused',
  content_policy_violation: 'refused',
  model_not_found: 'modelMissing',
  invalid_api_key: 'keyRejected',
  rate_limit_exceeded: 'rateLimited',
  insufficient_quota: 'noCredit',
  authentication_error: 'keyRejected',
  permission_error: 'keyRejected',
  billing_error: 'noCredit',
  not_found_error: 'modelMissing',
  request_too_large: 'tooLong',
  rate_limit_error: 'rateLimited',
  overloaded_error: 'overloaded',
  timeout_error: 'timedOut',
};

/**
 * The two things that a provider says in its words alone, both with a status that says too little: "prompt is too long: …
 * tokens" (Anthropic, 400) and "model '…' not found" (Ollama, 404, or a line of its stream).
 */
const tooLong = /\b(?:prompt|input) is too long\b/i;
const noSuchModel = /\bmodel\b.{0,200}\bnot found\b/i;

function reasonOf(status: number | undefined, code: string | undefined, error: unknown): TierErrorReason {
  const known = code === undefined ? undefined : reasonsOfCodes[code];
  if (known !== undefined) return known;
  const said = error instanceof Error ? error.message : '';
  if (status === undefined) return reasonOfStream(said);
  if (status === 401 || status === 403) return 'keyRejected';
  if (status === 402) return 'noCredit';
  if (status === 404) return code === undefined && !noSuchModel.test(said) ? 'notTheEngine' : 'modelMissing';
  if (status === 413 || (status === 400 && tooLong.test(said))) return 'tooLong';
  if (status === 429) return 'rateLimited';
  if (status === 502 || status === 503 || status === 529) return 'overloaded';
  return status < 500 ? 'badRequest' : 'engineFailed';
}

function reasonOfStream(said: string): TierErrorReason {
  // The `ollama` package, on a stream that ends without `done`.
  if (said.startsWith('Did not receive done')) return 'cutShort';
  return noSuchModel.test(said) ? 'modelMissing' : 'engineFailed';
}

/** Read by shape, not by the SDKs' classes: those would have to be loaded with them. */
function answerOf(error: unknown): { status: number | undefined; code: string | undefined } {
  const given: { status?: unknown; status_code?: unknown; code?: unknown; type?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  const status = [given.status, given.status_code].find((each) => typeof each === 'number');
  const isCode = (each: unknown): each is string => typeof each === 'string' && /^[a-z_]{1,40}$/.test(each);
  // OpenAI's `type` is no more than a kind of error; it counts only where it is one of the known ones.
  const type = isCode(given.type) && given.type in reasonsOfCodes ? given.type : undefined;
  return { status, code: isCode(given.code) ? given.code : type };
}
