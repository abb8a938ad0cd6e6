import { TierError, type TierErrorReason } from './tier.ts';

/** What a server says of a failure, whatever its form. */
interface Failure {
  readonly message: string;
  readonly type: string;
  readonly code: unknown;
}

/**
 * What an OpenAI-compatible server refused, as a {@link TierError}. The forms and words are those of llama.cpp
 * (tools/server, `format_error_response`), vLLM (vllm/entrypoints, `ErrorResponse`; before 0.11 without the outer `error`),
 * LM Studio and LiteLLM's proxy; words are looked at only where status, type and code say too little.
 * @param model what was asked for; it is the detail where the reason is about the model
 */
export function refusedBy(status: number, body: unknown, model: string | undefined, host: string): TierError {
  const failure = failureIn(body);
  const reason = reasonOf(status, failure);
  // Words about keys may quote one.
  if (reason === 'keyRejected') return new TierError(reason, `${host} ${status}`);
  const detail =
    model !== undefined && aboutModels.has(reason) ? model : shorten(failure.message || `${host} ${status}`);
  return new TierError(reason, detail);
}

/** The failure that an event of a stream tells of, under status 200; undefined when it is none. */
export function failureOfEvent(event: object, model: string, host: string): TierError | undefined {
  const { error, object, code } = event as { error?: unknown; object?: unknown; code?: unknown };
  if (!error && object !== 'error') return undefined;
  const status = typeof error === 'object' && error !== null && 'code' in error ? error.code : code;
  return refusedBy(typeof status === 'number' ? status : 500, event, model, host);
}

const aboutModels: ReadonlySet<TierErrorReason> = new Set(['modelMissing', 'cannotComplete']);

function reasonOf(status: number, { message, type, code }: Failure): TierErrorReason {
  if (/out of memory|failed to allocate|cudaMalloc failed/i.test(message)) return 'outOfMemory';
  if (status === 401 || status === 403) return 'keyRejected';
  if (isTooLong(type, code, message)) return 'tooLong';
  if (/suffix is not (currently )?supported|infill is not supported/i.test(message)) return 'cannotComplete';
  if (namesNoModel.test(message) || code === 'model_not_found') return 'modelMissing';
  if (status === 404) return 'notTheEngine';
  if (type === 'budget_exceeded') return 'noCredit';
  if (status === 429) return 'rateLimited';
  // A gateway whose engine is away says so itself.
  if (status === 502) return 'unreachable';
  if (status === 503) return 'busy';
  if (status === 504) return 'timedOut';
  return status >= 500 ? 'engineFailed' : 'badRequest';
}

function isTooLong(type: string, code: unknown, message: string): boolean {
  if (type === 'exceed_context_size_error' || code === 'context_length_exceeded') return true;
  // The last is vLLM's, where a prompt leaves no room for an answer (its issue 4667).
  return /maximum context length|context (length|size|window)|prompt is too long|max_tokens must be at least 1/i.test(
    message,
  );
}

/** vLLM: "The model `x` does not exist."; LiteLLM: "Invalid model name passed in"; LM Studio: "No models loaded". */
const namesNoModel = /model\b.{0,200}\b(does not exist|not found)|invalid model name|no models? (is |are )?loaded/i;

/** `{"error": {…}}`, `{"object": "error", …}`, `{"error": "…"}`, and FastAPI's `{"detail": "…"}`. */
function failureIn(body: unknown): Failure {
  const outer = Object(body) as Record<string, unknown>;
  const inner =
    typeof outer.error === 'object' && outer.error !== null ? (outer.error as Record<string, unknown>) : outer;
  const text = [inner.message, outer.error, outer.detail].find((each) => typeof each === 'string');
  return { message: text ?? '', type: typeof inner.type === 'string' ? inner.type : '', code: inner.code };
}

/** Engines echo what they were sent; a log does not need it. */
const shorten = (message: string) => (message.length > 200 ? `${message.slice(0, 200)}…` : message);
