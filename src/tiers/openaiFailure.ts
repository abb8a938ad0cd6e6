import { TierError, type TierErrorReason } from './tier.ts';

/**
 * What a failure of the `openai` SDK means. Errors of the gate come through it as the cause of its own. A provider's words
 * are left out, since they may quote the key or the user's text: host, status and error code are enough to act on.
 * @param retryAfterMs how long the provider asked us to wait, in milliseconds
 */
export function openaiFailure(error: unknown, host: string, retryAfterMs: number | undefined): TierError {
  if (error instanceof TierError) return error;
  if (error instanceof Error && error.cause instanceof TierError) return error.cause;
  const { status, code } = answerOf(error);
  return new TierError(
    reasonOf(status, code),
    [host, status, code].filter((each) => each !== undefined).join(' '),
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/** Codes: OpenAI's API errors (`error.code`), which compatible servers copy. */
const reasonsOfCodes: Readonly<Record<string, TierErrorReason>> = {
  context_length_exceeded: 'tooLong',
  content_filter: 'refused',
  content_policy_violation: 'refused',
  model_not_found: 'modelMissing',
  invalid_api_key: 'keyRejected',
  rate_limit_exceeded: 'rateLimited',
  insufficient_quota: 'rateLimited',
};

function reasonOf(status: number | undefined, code: string | undefined): TierErrorReason {
  const known = code === undefined ? undefined : reasonsOfCodes[code];
  if (known !== undefined) return known;
  if (status === undefined) return 'engineFailed';
  if (status === 401 || status === 403) return 'keyRejected';
  if (status === 404) return code === undefined ? 'notTheEngine' : 'modelMissing';
  if (status === 413) return 'tooLong';
  if (status === 429) return 'rateLimited';
  if (status === 503 || status === 529) return 'overloaded';
  return status < 500 ? 'badRequest' : 'engineFailed';
}

/** Read by shape, not by the SDK's classes: those would have to be loaded with it. */
function answerOf(error: unknown): { status: number | undefined; code: string | undefined } {
  const { status, code }: { status?: unknown; code?: unknown } = typeof error === 'object' && error ? error : {};
  return {
    status: typeof status === 'number' ? status : undefined,
    code: typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : undefined,
  };
}
