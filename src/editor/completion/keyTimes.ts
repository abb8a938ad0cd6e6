import { type TextDocument, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** VS Code asks 50 ms after a key; what it asks for much later was not asked for because of that key. Milliseconds. */
const longestDelayMs = 250;

/** When each document was typed in last: the wait for a suggestion begins with the key, not when VS Code asks for it. */
export class KeyTimes implements Disposable {
  readonly #clock: Clock;
  readonly #last = new WeakMap<TextDocument, number>();
  readonly #listener: Disposable;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#listener = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#last.set(document, clock.now());
    });
  }

  /** When the key was pressed that a question asked now is about: the last one in this document, or else now. */
  ofQuestion(document: TextDocument): number {
    const now = this.#clock.now();
    const key = this.#last.get(document);
    return key !== undefined && now - key <= longestDelayMs ? key : now;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
