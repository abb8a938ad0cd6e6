import { type LogOutputChannel, window } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import type { Log } from '../base/log.ts';

/** Hearth's log as an output channel, which is made for the first line: making one costs 10 ms of a start. */
export class HearthLog implements Log, Disposable {
  #made: LogOutputChannel | undefined;

  get #channel(): LogOutputChannel {
    this.#made ??= window.createOutputChannel('Hearth', { log: true });
    return this.#made;
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
  }

  error(message: string): void {
    this.#channel.error(message);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#made?.dispose();
  }
}
