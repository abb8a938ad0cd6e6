import { type Disposable as VsCodeDisposable, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** Who typed nothing for so long, in milliseconds, is not at work just now. */
const restMs = 4000;

/** Knows whether the user is at work in the editor, while something waits for that to end. */
export class Idle implements Disposable {
  readonly #clock: Clock;
  readonly #listeners: readonly VsCodeDisposable[];
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    const seen = () => {
      this.#lastAt = clock.now();
    };
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document === window.activeTextEditor?.document) seen();
      }),
    ];
  }

  /** Resolves when nothing was typed for a while, or after an abort. @param onWait told when there is a wait @returns whether there was one */
  async when(signal: AbortSignal, onWait: () => void = () => {}): Promise<boolean> {
    let waited = false;
    for (;;) {
      const left = this.#lastAt + restMs - this.#clock.now();
      if (left <= 0 || signal.aborted) return waited;
      if (!waited) onWait();
      waited = true;
      await this.#clock.wait(left, signal);
    }
  }

  dispose(): void {
    for (const each of this.#listeners) each.dispose();
  }
}
