import type { Disposable } from '../../base/disposable.ts';
import type { Budget } from '../../privacy/budget.ts';
import type { Ledger } from '../../privacy/ledger.ts';
import type { Spending } from '../../privacy/spending.ts';

/** What was spent on the cloud, as last read from the ledger: at the start, and after each of this window's records. */
export class SpendingWatch implements Disposable {
  readonly #budget: Budget;
  readonly #recorded: Disposable;
  readonly #listeners = new Set<() => void>();
  #latest: Spending | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(budget: Budget, ledger: Pick<Ledger, 'onChange'>) {
    this.#budget = budget;
    this.#recorded = ledger.onChange((kind) => {
      if (kind !== 'traffic') void this.read();
    });
  }

  /** Undefined until it has been read. */
  get latest(): Spending | undefined {
    return this.#latest;
  }

  get monthlyUsd(): number | undefined {
    return this.#budget.monthlyUsd;
  }

  /** Reads the ledger; while it is being read, once more afterwards. */
  read(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Calls `listener` after each reading. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#recorded.dispose();
    this.#listeners.clear();
    this.#isStale = false;
  }

  async #readAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      // A ledger that cannot be read is told of where it matters: when something shall be sent.
      this.#latest = await this.#budget.spending().catch(() => undefined);
      for (const listener of [...this.#listeners]) listener();
    }
  }
}
