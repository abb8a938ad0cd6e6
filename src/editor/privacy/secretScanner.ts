import { Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { FindSecrets, Secret } from '../../privacy/secret.ts';

/** How long one check may take, in milliseconds. Half a megabyte of source takes a hundredth of that. */
const deadlineMs = 15_000;

/**
 * Looks for secrets in a worker thread of its own, which is started at the first check and ends with `dispose`. A check that
 * fails or takes too long is an error, never "nothing found", and so is every later one: what is left of the worker after a
 * failure is not trusted again.
 */
export class SecretScanner implements Disposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #worker: Worker | undefined;
  #count = 0;

  constructor(options: {
    /** The file of the bundled worker: `dist/secretWorker.js` in the extension's folder. */
    readonly workerPath: string;
    readonly clock: Clock;
  }) {
    this.#path = options.workerPath;
    this.#clock = options.clock;
  }

  readonly find: FindSecrets = async (texts) => {
    this.#ended.signal.throwIfAborted();
    this.#worker ??= this.#start();
    const worker = this.#worker;
    this.#count += 1;
    const id = this.#count;
    const over = new AbortController();
    let listener: (message: unknown) => void = () => {};
    try {
      return await new Promise<readonly (readonly Secret[])[]>((resolve, reject) => {
        listener = (message) => {
          if (isAnswer(message) && message.id === id) resolve(message.found);
        };
        worker.on('message', listener);
        this.#ended.signal.addEventListener('abort', () => reject(this.#ended.signal.reason), { signal: over.signal });
        void this.#clock.wait(deadlineMs, over.signal).then(() => {
          if (!over.signal.aborted) this.#end(new Error(`no result after ${deadlineMs} ms`));
        });
        worker.postMessage({ id, texts });
      });
    } finally {
      worker.off('message', listener);
      over.abort();
    }
  };

  dispose(): void {
    this.#end(new Error('the check was ended'));
  }

  #start(): Worker {
    // It reads hostile text: it gets no environment, and not the memory of the whole machine.
    const worker = new Worker(this.#path, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 512 } });
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', (code) => this.#end(new Error(`the worker ended with code ${code}`)));
    worker.unref();
    return worker;
  }

  #end(reason: Error): void {
    this.#ended.abort(reason);
    void this.#worker?.terminate();
  }
}

function isAnswer(
  message: unknown,
): message is { readonly id: number; readonly found: readonly (readonly Secret[])[] } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'id' in message &&
    'found' in message &&
    Array.isArray(message.found)
  );
}
