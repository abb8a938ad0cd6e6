import type { Disposable } from '../../base/disposable.ts';

/**
 * Whether the next task is meant for the cloud. It is set before asking, is good for one request, and skips nothing: that
 * request goes past the send sheet like any other.
 */
export class CloudFlag implements Disposable {
  readonly #listeners = new Set<() => void>();
  #isSet = false;

  get isSet(): boolean {
    return this.#isSet;
  }

  set(isSet: boolean): void {
    if (isSet === this.#isSet) return;
    this.#isSet = isSet;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Uses the flag up. @returns whether it was set */
  take(): boolean {
    const wasSet = this.#isSet;
    this.set(false);
    return wasSet;
  }

  /** Calls `listener` after each change. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
