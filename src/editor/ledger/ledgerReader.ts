import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import type { LedgerBook, LedgerCallName } from '../../privacy/ledgerBook.ts';

/** What one of the book's calls takes and gives. */
type Parameters_<Name extends LedgerCallName> = Parameters<LedgerBook[Name]>;
type Result<Name extends LedgerCallName> = Awaited<ReturnType<LedgerBook[Name]>>;

interface Waiting {
  /** What the worker answers to a call is what the book gives: both are built from the same source. */
  finish(result: never): void;
  fail(error: Error): void;
}

/**
 * The ledger's book, asked in a worker thread, which is started at the first call. If the worker ends, whoever waits is told,
 * and the next call starts another one, to which the ledger must be opened anew.
 */
export class LedgerReader implements Disposable {
  readonly #workerPath: string;
  readonly #data: { readonly folder: string; readonly writer: string };
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #count = 0;

  /** @param options.workerPath the file of the bundled worker: `dist/ledgerWorker.js` in the extension's folder */
  constructor(options: { readonly workerPath: string; readonly folder: string; readonly writer: string }) {
    this.#workerPath = options.workerPath;
    this.#data = { folder: options.folder, writer: options.writer };
  }

  /** @throws when the ledger cannot be read or written, or the worker ends */
  call<Name extends LedgerCallName>(name: Name, ...parameters: Parameters_<Name>): Promise<Result<Name>> {
    return new Promise((finish, fail) => {
      this.#count += 1;
      this.#waiting.set(this.#count, { finish, fail });
      try {
        this.#worker ??= this.#start();
        this.#worker.postMessage({ id: this.#count, call: { name, parameters } });
      } catch (error) {
        this.#ended(String(error));
      }
    });
  }

  /** Lets the worker go. It starts again at the next call. */
  dispose(): void {
    this.#ended('the ledger was closed');
  }

  #start(): Worker {
    const worker = new Worker(this.#workerPath, { workerData: this.#data, env: {}, execArgv: [] });
    const ended = (why: string) => {
      if (this.#worker === worker) this.#ended(why);
    };
    worker.on('message', (message: unknown) => this.#received(message));
    worker.on('error', (error) => ended(error.message));
    worker.on('exit', (code) => ended(`the worker ended with code ${code}`));
    worker.unref();
    return worker;
  }

  #received(message: unknown): void {
    const { id, result, error } = message as { readonly id: number; readonly result: never; readonly error?: string };
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.finish(result);
    else waiting?.fail(new Error(error));
  }

  #ended(why: string): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const each of waiting) each.fail(new Error(why));
  }
}
