import { Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import type { Ask, Given, Question, Result } from '../../writing/parsing.ts';

/**
 * How long one answer may take, in milliseconds. An answer of 100 KB is rendered in a tenth of that; 1 MB of Markdown is prepared in 3 s
 * here and judged in 6.
 */
const deadlines: Readonly<Record<Ask, number>> = {
  render: 5000,
  divide: 10_000,
  expand: 10_000,
  prepare: 30_000,
  judge: 60_000,
  parts: 60_000,
  findings: 10_000,
  judgeDraft: 30_000,
  language: 10_000,
  wrongLanguage: 10_000,
  compare: 30_000,
};

interface Job {
  readonly question: Question;
  readonly finish: (result: unknown) => void;
}

/**
 * A worker thread that parses, one question after the other. It is started at the first question; if it fails or takes too long, the
 * question has no answer and the next one gets a new worker.
 */
export class ParsingThread implements Disposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #worker: Worker | undefined;
  #waiting: Job[] = [];
  #busy: { readonly job: Job; readonly over: AbortController } | undefined;
  #count = 0;
  #disposed = false;

  constructor(options: {
    /** The file of the bundled worker: `dist/worker.js` in the extension's folder. */
    readonly workerPath: string;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#path = options.workerPath;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /**
   * @returns undefined if there is no answer: the worker failed or took too long, which the log says, or `signal` was aborted, or the
   * thread was disposed of
   */
  ask<A extends Ask>(ask: A, given: Given<A>, signal?: AbortSignal): Promise<Result<A> | undefined> {
    this.#count += 1;
    // The compiler does not see that the question and its answer belong to the same `ask`.
    const question = { id: this.#count, ask, given } as Question;
    return new Promise((resolve) => {
      if (this.#disposed || signal?.aborted) {
        resolve(undefined);
        return;
      }
      // What is being parsed is parsed to its end: starting another worker takes longer than most of it.
      const aborted = () => {
        this.#waiting = this.#waiting.filter((one) => one !== job);
        resolve(undefined);
      };
      const job: Job = {
        question,
        finish: (result) => {
          signal?.removeEventListener('abort', aborted);
          resolve(result as Result<A> | undefined);
        },
      };
      signal?.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    for (const job of this.#waiting.splice(0)) job.finish(undefined);
    this.#busy?.over.abort();
    this.#busy?.job.finish(undefined);
    this.#busy = undefined;
    this.#drop();
  }

  #next(): void {
    if (this.#busy !== undefined) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    const over = new AbortController();
    this.#busy = { job, over };
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(job.question);
    } catch (error) {
      this.#failed(String(error));
      return;
    }
    const deadlineMs = deadlines[job.question.ask];
    void this.#clock.wait(deadlineMs, over.signal).then(() => {
      if (!over.signal.aborted) this.#failed(`no result after ${deadlineMs} ms`);
    });
  }

  #start(): Worker {
    // It parses hostile text: it gets no environment, and not the memory of the whole machine.
    const worker = new Worker(this.#path, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const failed = (what: string) => {
      if (this.#worker === worker) this.#failed(what);
    };
    worker.on('message', (message: unknown) => this.#received(message));
    worker.on('error', (error) => failed(String(error)));
    worker.on('exit', (code) => failed(`the worker ended with code ${code}`));
    worker.unref();
    return worker;
  }

  #received(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('id' in message) || !('result' in message)) return;
    if (message.id === this.#busy?.job.question.id) this.#end(message.result);
  }

  #failed(what: string): void {
    this.#drop();
    const ask = this.#busy?.job.question.ask;
    this.#log.warn(`The parser's worker failed${ask === undefined ? '' : ` to ${ask}`}: ${what}`);
    if (this.#busy !== undefined) this.#end(undefined);
  }

  #end(result: unknown): void {
    const busy = this.#busy;
    this.#busy = undefined;
    busy?.over.abort();
    busy?.job.finish(result);
    this.#next();
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }
}
