import type { Clock } from '../../base/clock.ts';

/** What is kept, on this machine only: milliseconds since 1970-01-01 UTC. */
export interface SetupTimes {
  /** When Hearth first ran here. */
  readonly installedAt: number;
  /** When a model of the user's own first answered; absent until then. */
  readonly firstAnswerAt?: number;
}

/** Where the times are kept, over all windows. */
export interface SetupTimeStore {
  /** As it was written, by whatever version. */
  read(): unknown;
  write(times: SetupTimes): void;
}

/** How long it took from installing Hearth to the first answer of a model of the user's own: a figure to watch. */
export class SetupTime {
  readonly #clock: Clock;
  readonly #store: SetupTimeStore;

  constructor(clock: Clock, store: SetupTimeStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Hearth runs. The first time counts. */
  started(): void {
    if (!this.#times) this.#store.write({ installedAt: this.#clock.now() });
  }

  /** A model of the user's own answered. @returns how long it took until then in ms, if this was the first answer */
  answered(): number | undefined {
    const times = this.#times;
    if (!times || times.firstAnswerAt !== undefined) return undefined;
    this.#store.write({ ...times, firstAnswerAt: this.#clock.now() });
    return this.milliseconds;
  }

  /** From the install to the first answer, in ms; undefined until there was one. */
  get milliseconds(): number | undefined {
    const { installedAt, firstAnswerAt } = this.#times ?? {};
    return installedAt === undefined || firstAnswerAt === undefined
      ? undefined
      : Math.max(0, firstAnswerAt - installedAt);
  }

  get #times(): SetupTimes | undefined {
    const kept = this.#store.read();
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { installedAt, firstAnswerAt }: { installedAt?: unknown; firstAnswerAt?: unknown } = kept;
    if (typeof installedAt !== 'number') return undefined;
    return typeof firstAnswerAt === 'number' ? { installedAt, firstAnswerAt } : { installedAt };
  }
}
