import type { TierEvent } from '../../../src/tiers/tier.ts';

/** An event of the simulated engine: as every tier's, with the log-probability of each token of a piece. */
export type EngineEvent = TierEvent & { readonly logprobs?: readonly number[] };

/** What the engine has said and nobody has read yet: it goes on generating whether or not anybody reads. */
export class Pieces implements AsyncIterable<EngineEvent> {
  readonly #unread: EngineEvent[] = [];
  #ended = false;
  #wake: () => void = () => {};

  push(event: EngineEvent): void {
    this.#unread.push(event);
    this.#wake();
  }

  /** Nothing more comes; what is unread can still be read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Nobody reads any more. */
  drop(): void {
    this.#unread.length = 0;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EngineEvent> {
    for (;;) {
      const next = this.#unread.shift();
      if (next) yield next;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
