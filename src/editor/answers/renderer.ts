import { Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import { plainText } from '../../writing/plainText.ts';

/** Turns the Markdown of answers into safe HTML, away from the extension host's loop. */
export interface AnswerRenderer extends Disposable {
  /**
   * @param key the answer; of several renderings of one answer that wait, only the latest is done
   * @returns safe HTML; undefined if a later rendering of the same answer took this one's place, or after `dispose`
   */
  render(key: string, markdown: string): Promise<string | undefined>;
}

interface Job {
  readonly key: string;
  readonly markdown: string;
  readonly finish: (html: string | undefined) => void;
}

/** How long one rendering may take, in milliseconds. A long answer of 100 KB takes a tenth of that. */
const deadlineMs = 5000;

/**
 * Renders in a worker thread, which is started for the first answer. If the worker fails or takes too long, the answer is
 * shown as plain text and the next one gets a new worker.
 */
export class WorkerRenderer implements AnswerRenderer {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #worker: Worker | undefined;
  #waiting: Job[] = [];
  #busy: { readonly job: Job; readonly id: number; readonly over: AbortController } | undefined;
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

  render(key: string, markdown: string): Promise<string | undefined> {
    return new Promise((finish) => {
      if (this.#disposed) {
        finish(undefined);
        return;
      }
      for (const job of this.#waiting) if (job.key === key) job.finish(undefined);
      this.#waiting = this.#waiting.filter((job) => job.key !== key);
      this.#waiting.push({ key, markdown, finish });
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
    this.#count += 1;
    const over = new AbortController();
    const id = this.#count;
    this.#busy = { job, id, over };
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage({ id, markdown: job.markdown });
    } catch (error) {
      this.#failed(String(error));
      return;
    }
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
    const busy = this.#busy;
    if (typeof message !== 'object' || message === null || !('id' in message) || !('html' in message)) return;
    if (busy === undefined || message.id !== busy.id || typeof message.html !== 'string') return;
    this.#end(message.html);
  }

  #failed(what: string): void {
    this.#log.warn(`Markdown is shown as plain text: ${what}`);
    this.#drop();
    if (this.#busy !== undefined) this.#end(plainText(this.#busy.job.markdown));
  }

  #end(html: string): void {
    const busy = this.#busy;
    this.#busy = undefined;
    busy?.over.abort();
    busy?.job.finish(html);
    this.#next();
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }
}
