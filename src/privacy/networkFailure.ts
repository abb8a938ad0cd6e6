import { TierError, type TierErrorReason } from '../tiers/tier.ts';

/**
 * What a failed `fetch` means. Node's says only "fetch failed"; the code is on the error or its causes. Codes: Node's
 * `errno` names, OpenSSL's verification names (`X509_V_ERR_…` without the prefix), undici's `UND_ERR_…`, Chromium's
 * `ERR_CERT_…` where VS Code lets Electron fetch. The message of the original error is left out: it may quote a header.
 */
export function networkFailure(error: unknown, host: string): TierError {
  const code = codesOf(error).find((each) => reasonOfCode(each) !== undefined);
  const reason = (code === undefined ? undefined : reasonOfCode(code)) ?? 'unreachable';
  return new TierError(reason, `${host}: ${code ?? 'no answer'}`);
}

const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_(?:TLS|SSL)|HOSTNAME_MISMATCH|INVALID_CA/;
const lateCode = /TIMEDOUT|TIMED_OUT|TIMEOUT/;
const unreachableCode = /^E[A-Z_]+$|^UND_ERR_|^ERR_/;

function reasonOfCode(code: string): TierErrorReason | undefined {
  if (certificateCode.test(code)) return 'badCertificate';
  if (lateCode.test(code)) return 'timedOut';
  return unreachableCode.test(code) ? 'unreachable' : undefined;
}

/** The codes on an error, its causes, and what they gather (one error for each address tried), nearest first. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const electron = /net::(ERR_[A-Z_]+)/.exec(error.message)?.[1];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [
    ...own,
    ...(electron === undefined ? [] : [electron]),
    ...[error.cause, ...gathered].flatMap((each) => codesOf(each, depth + 1)),
  ];
}
