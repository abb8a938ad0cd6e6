import { TierError, type TierErrorReason } from './tier.ts';

const outOfMemory = /out of memory|failed to allocate|cudaMalloc failed|requires more system memory/i;

/**
 * What the `ollama` package threw, as a {@link TierError}. The statuses and words are those of a real server
 * (`test/fakes/recorded/ollama-golden.jsonl`); words are looked at only where the status says too little.
 * @param model what was asked for; it is the detail where the reason is about the model
 */
export function fromOllamaError(error: unknown, model?: string): TierError {
  if (error instanceof TierError) return error;
  if (error instanceof SyntaxError) return new TierError('notTheEngine', 'the answer is no JSON', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  const status = (error as { status_code?: unknown }).status_code;
  const reason = typeof status === 'number' ? byStatus(status, message) : byStream(message);
  const detail = model !== undefined && aboutModels.has(reason) ? model : shorten(message);
  return new TierError(reason, detail, { cause: error });
}

const aboutModels: ReadonlySet<TierErrorReason> = new Set([
  'modelMissing',
  'cannotComplete',
  'remoteModel',
  'notInLibrary',
]);

function byStatus(status: number, message: string): TierErrorReason {
  if (outOfMemory.test(message)) return 'outOfMemory';
  if (status === 404) return error404.test(message) ? 'modelMissing' : 'notTheEngine';
  if (status === 400 && message.includes('does not support insert')) return 'cannotComplete';
  if (status === 400 && /context (length|size|window)|too long|exceeds/i.test(message)) return 'tooLong';
  if (status === 403) return message.includes('cloud') ? 'remoteModel' : 'keyRejected';
  if (status === 503) return 'busy';
  if (status === 401) return 'keyRejected';
  return status >= 500 ? 'engineFailed' : 'badRequest';
}

/** Errors within a stream carry no status: an `{"error"}` line, or an end without `done`. */
function byStream(message: string): TierErrorReason {
  if (outOfMemory.test(message)) return 'outOfMemory';
  const download = downloads.find(([words]) => words.test(message));
  if (download) return download[1];
  if (message.startsWith('Did not receive done')) return 'cutShort';
  if (error404.test(message)) return 'modelMissing';
  return 'engineFailed';
}

const error404 = /^model .* not found/;

/**
 * What ends a download. Words of Go's standard library and of Ollama's server: its issues 1731 and 15547 (Linux and macOS), the
 * text of Windows' ERROR_DISK_FULL; server/images.go, PullModel; net's errors of a lookup and of a connection.
 */
const downloads: readonly (readonly [RegExp, TierErrorReason])[] = [
  [/no space left on device|not enough space on the disk/i, 'diskFull'],
  [/^pull model manifest: (file does not exist|.*\b404\b)/, 'notInLibrary'],
  [
    /dial tcp|no such host|TLS handshake|i\/o timeout|connection (refused|reset)|network is unreachable/,
    'libraryUnreachable',
  ],
];

/** Engines echo what they were sent; a log does not need it. */
const shorten = (message: string) => (message.length > 200 ? `${message.slice(0, 200)}…` : message);
