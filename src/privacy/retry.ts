/** A request is sent at most this often again, and only while nothing of an answer has come. */
const mostRetries = 2;

/** A provider that wants a longer pause is not waited for: the user decides. */
const longestPauseMs = 60_000;

/** The pause when the provider does not name one: 1 s, then 3 s. */
const pausesMs = [1_000, 3_000];

/**
 * How long to wait before sending the same request again, in milliseconds; undefined when it must not be sent again.
 * Only statuses are retried by which a provider says that it did not do the work: 429 (too many requests), 529 (overloaded)
 * and other 5xx.
 * @param attempt the attempt that got this status, from 1
 * @param retryAfterMs the pause that the provider asks for
 */
export function pauseBeforeRetry(
  status: number,
  attempt: number,
  retryAfterMs: number | undefined,
): number | undefined {
  if (attempt > mostRetries || (status !== 429 && status < 500)) return undefined;
  const pauseMs = retryAfterMs ?? pausesMs[attempt - 1] ?? Number.POSITIVE_INFINITY;
  return pauseMs <= longestPauseMs ? pauseMs : undefined;
}

/**
 * The pause named by a `Retry-After` header, in seconds or as a date (RFC 9110, section 10.2.3), in milliseconds.
 * @param now milliseconds since 1970-01-01 UTC
 */
export function retryAfter(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const seconds = Number.parseFloat(value); // a date begins with a day of the week
  const pauseMs = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isFinite(pauseMs) ? Math.max(0, pauseMs) : undefined;
}
