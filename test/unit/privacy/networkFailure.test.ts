import assert from 'node:assert/strict';
import { networkFailure } from '../../../src/privacy/networkFailure.ts';
import { pauseBeforeRetry, retryAfter } from '../../../src/privacy/retry.ts';

const withCode = (code: string) => Object.assign(new Error('details'), { code });
const failed = (cause: unknown) => new TypeError('fetch failed', { cause });

describe('a request that got no answer', () => {
  it('is told by the code, wherever it stands', () => {
    for (const [error, reason] of [
      [failed(withCode('ECONNREFUSED')), 'unreachable'],
      [failed(withCode('ENOTFOUND')), 'unreachable'],
      [failed(withCode('ECONNRESET')), 'unreachable'],
      [failed(withCode('UND_ERR_SOCKET')), 'unreachable'],
      [failed(new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')])), 'unreachable'],
      [failed(withCode('UND_ERR_CONNECT_TIMEOUT')), 'timedOut'],
      [failed(withCode('ETIMEDOUT')), 'timedOut'],
      [failed(withCode('CERT_HAS_EXPIRED')), 'badCertificate'],
      [failed(withCode('DEPTH_ZERO_SELF_SIGNED_CERT')), 'badCertificate'],
      [failed(withCode('SELF_SIGNED_CERT_IN_CHAIN')), 'badCertificate'],
      [failed(withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE')), 'badCertificate'],
      [failed(withCode('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')), 'badCertificate'],
      [failed(withCode('ERR_TLS_CERT_ALTNAME_INVALID')), 'badCertificate'],
      [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'badCertificate'],
      [new Error('net::ERR_CONNECTION_REFUSED'), 'unreachable'],
      [new Error('whatever'), 'unreachable'],
      ['not even an error', 'unreachable'],
    ] as const) {
      assert.equal(networkFailure(error, 'api.example.com').reason, reason, String(error));
    }
  });

  it('is named by its code, the nearest one that means something, and by no other', () => {
    const named = (error: unknown) => networkFailure(error, 'h').message;
    assert.equal(named(failed(withCode('ECONNREFUSED'))), 'h: ECONNREFUSED');
    assert.equal(named(failed(withCode('UND_ERR_SOCKET'))), 'h: UND_ERR_SOCKET');
    assert.equal(named(failed(withCode('ERR_INVALID_URL'))), 'h: ERR_INVALID_URL');
    assert.equal(named(new Error('net::ERR_CERT_AUTHORITY_INVALID')), 'h: ERR_CERT_AUTHORITY_INVALID');
    assert.equal(named(Object.assign(withCode('odd'), { cause: withCode('ETIMEDOUT') })), 'h: ETIMEDOUT');
    const reset = Object.assign(withCode('ECONNRESET'), { cause: withCode('ETIMEDOUT') });
    assert.equal(named(reset), 'h: ECONNRESET');
    for (const odd of ['not ECONN', 'ECONN1', 'E', 'my UND_ERR_A', 'my ERR_B', 'econnrefused', '']) {
      assert.equal(named(withCode(odd)), 'h: no answer', odd);
    }
    assert.equal(named(Object.assign(new Error('x'), { code: 5 })), 'h: no answer');
  });

  it('is looked for eight causes deep', () => {
    const deep = (depth: number): unknown =>
      depth === 0 ? withCode('ECONNRESET') : new Error('outer', { cause: deep(depth - 1) });
    assert.equal(networkFailure(deep(8), 'h').message, 'h: ECONNRESET');
    assert.equal(networkFailure(deep(9), 'h').message, 'h: no answer');
  });

  it('never repeats the words of the error, which may quote a header', () => {
    const failure = networkFailure(new TypeError('Bearer sk-CANARY is an invalid header value'), 'api.example.com');
    assert.equal(failure.message, 'api.example.com: no answer');
    assert.equal(failure.cause, undefined);
  });

  it('does not go round in circles', () => {
    const error: Error & { cause?: unknown } = new Error('circle');
    error.cause = error;
    assert.equal(networkFailure(error, 'x').reason, 'unreachable');
  });
});

describe('a pause before the same request is sent again', () => {
  const now = Date.UTC(2026, 10, 25);
  const asked = (value: string) => retryAfter(new Headers({ 'retry-after': value }), now);

  it('is what the provider asks for, in seconds or until a date', () => {
    assert.equal(asked('7'), 7000);
    assert.equal(asked('0.5'), 500);
    assert.equal(asked(new Date(now + 20_000).toUTCString()), 20_000);
    assert.equal(asked(new Date(now - 20_000).toUTCString()), 0);
    assert.equal(asked('1.25'), 1250);
    assert.equal(asked('-1'), 0);
    for (const nonsense of ['soon', 'x5', '', 'Infinity']) assert.equal(asked(nonsense), undefined, nonsense);
    assert.equal(retryAfter(new Headers(), now), undefined);
  });

  it('comes twice at most, for statuses that say nothing was done, and is no longer than a minute', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempt) => pauseBeforeRetry(529, attempt, undefined)),
      [1000, 3000, undefined],
    );
    assert.equal(pauseBeforeRetry(429, 1, 60_000), 60_000);
    assert.equal(pauseBeforeRetry(429, 1, 60_001), undefined);
    for (const status of [200, 301, 400, 401, 404, 422]) assert.equal(pauseBeforeRetry(status, 1, 1), undefined);
  });
});
