import type { Disposable } from '../../base/disposable.ts';
import { plainText } from '../../writing/plainText.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';

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

/** Renders in a worker thread of its own. Where that fails, the answer is shown as plain text. */
export class WorkerRenderer implements AnswerRenderer {
  readonly #thread: ParsingThread;
  #waiting: Job[] = [];
  #isBusy = false;
  #disposed = false;

  /** @param thread is disposed of with the renderer */
  constructor(thread: ParsingThread) {
    this.#thread = thread;
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
      void this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    for (const job of this.#waiting.splice(0)) job.finish(undefined);
    this.#thread.dispose();
  }

  async #next(): Promise<void> {
    const job = this.#isBusy ? undefined : this.#waiting.shift();
    if (job === undefined) return;
    this.#isBusy = true;
    const html = await this.#thread.ask('render', { markdown: job.markdown });
    this.#isBusy = false;
    job.finish(this.#disposed ? undefined : (html ?? plainText(job.markdown)));
    await this.#next();
  }
}
