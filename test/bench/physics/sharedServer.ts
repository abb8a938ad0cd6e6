import type { Clock } from '../../../src/base/clock.ts';
import type { Completer, CompletionRequest, TierEvent } from '../../../src/tiers/tier.ts';
import { type EngineParts, EngineSimulator, type Served } from './engineSimulator.ts';
import type { Profile } from './profiles.ts';
import { tokenize } from './tokens.ts';

/** How much longer a step of decoding takes for each further slot that works at the same time. */
const decodingCost = 0.05;

/** A window's part of the server: where its requests go, and what became of them. */
export interface SharedWindow {
  readonly completer: Completer;
  /** What the server did for this window. */
  served(): readonly Served[];
}

/** What a window is to the server. */
type WindowParts = Pick<EngineParts, 'answer' | 'follow'>;

/**
 * A server that many windows share, as llama.cpp's and vLLM work: several slots, each with the tokens of its last prompt in memory.
 * A request takes the free slot that has most of its beginning, or waits in line for the first that becomes free. Of b slots at
 * work each evaluates at R/b and decodes at S/(1 + 0.05 (b − 1)): evaluating fills the processor, decoding waits for memory.
 */
export class SharedServer {
  /** How long each request waited for a slot, in milliseconds, by window. */
  readonly waits: (readonly [window: number, milliseconds: number])[] = [];
  readonly #clock: Clock;
  readonly #slots: readonly EngineSimulator[];
  readonly #windows: WindowParts[] = [];
  /** Slots that a request has and has not left yet. */
  readonly #taken = new Set<EngineSimulator>();
  readonly #waiting: (() => void)[] = [];
  #mostWaiting = 0;

  constructor({ clock, profile, slots }: { clock: Clock; profile: Profile; slots: number }) {
    this.#clock = clock;
    const busy = () => Math.max(1, this.#slots.filter((each) => each.isBusy).length);
    const shared: Profile = {
      name: profile.name,
      get evaluated() {
        return profile.evaluated / busy();
      },
      get decoded() {
        return profile.decoded / (1 + decodingCost * (busy() - 1));
      },
    };
    const of = ({ model }: CompletionRequest) => this.#windows[Number(model)];
    this.#slots = Array.from(
      { length: slots },
      () =>
        new EngineSimulator({
          clock,
          profile: shared,
          answer: (prompt, request) => of(request)?.answer(prompt, request) ?? [],
          follow: (prompt, request) => of(request)?.follow?.(prompt, request) ?? (() => false),
        }),
    );
  }

  /** The most requests that ever waited for a slot at once. */
  get mostWaiting(): number {
    return this.#mostWaiting;
  }

  /** Lets one more window in. */
  window(parts: WindowParts): SharedWindow {
    const number = this.#windows.push(parts) - 1;
    const mine = (request: CompletionRequest) => ({ ...request, model: String(number) });
    return {
      completer: { complete: (request, signal) => this.#complete(number, mine(request), signal) },
      served: () =>
        this.#slots.flatMap(({ served }) => served.filter(({ request }) => request.model === String(number))),
    };
  }

  async *#complete(window: number, request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    const arrived = this.#clock.now();
    while (this.#taken.size === this.#slots.length && !signal.aborted) await this.#turn(signal);
    if (signal.aborted) return;
    const slot = this.#bestFor(request.prompt);
    this.#taken.add(slot);
    this.waits.push([window, this.#clock.now() - arrived]);
    try {
      yield* slot.complete(request, signal);
    } finally {
      this.#taken.delete(slot);
      this.#waiting.shift()?.();
    }
  }

  /** Waits in line for a slot. */
  async #turn(signal: AbortSignal): Promise<void> {
    let leave = () => {};
    await new Promise<void>((resolve) => {
      leave = resolve;
      this.#waiting.push(resolve);
      this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting.length);
      signal.addEventListener('abort', leave, { once: true });
    });
    signal.removeEventListener('abort', leave);
    const at = this.#waiting.indexOf(leave);
    if (at >= 0) this.#waiting.splice(at, 1);
    // Its turn came just when it left: it is the next one's.
    else if (signal.aborted) this.#waiting.shift()?.();
  }

  #bestFor(prompt: string): EngineSimulator {
    const tokens = tokenize(prompt);
    const free = this.#slots.filter((each) => !this.#taken.has(each));
    const rank = (slot: EngineSimulator) => (slot.isBusy ? -1 : slot.sharedWith(tokens));
    return free.reduce((best, each) => (rank(each) > rank(best) ? each : best));
  }
}
