import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { TierError, type TierErrorReason } from './tier.ts';

/** How many failures in a row are believed to be the engine's state and not chance. */
const mostFailures = 3;

/** The first pause after which the engine is looked at again, and the longest, in milliseconds. Each is twice the last. */
const firstPauseMs = 5_000;
const longestPauseMs = 120_000;

/** While a request is open, how often the breaker looks at the clock, and the gap that means the machine slept (ms). */
const tickMs = 5_000;
const sleptMs = 10_000;

/**
 * What a failure says. `engine`: it may pass by itself. `configuration`: it will be the same until something is changed.
 * `request`: it says something of this one request only.
 */
const meaning: Readonly<Record<TierErrorReason, 'engine' | 'configuration' | 'request'>> = {
  unreachable: 'engine',
  notTheEngine: 'engine',
  busy: 'engine',
  timedOut: 'engine',
  stalled: 'engine',
  cutShort: 'engine',
  engineFailed: 'engine',
  rateLimited: 'engine',
  overloaded: 'engine',
  redirected: 'engine',
  badCertificate: 'engine',
  badEndpoint: 'configuration',
  cloudEndpoint: 'configuration',
  noModel: 'configuration',
  modelMissing: 'configuration',
  cannotComplete: 'configuration',
  unknownFamily: 'configuration',
  notTrained: 'configuration',
  remoteModel: 'configuration',
  notAllowed: 'configuration',
  wayChanged: 'configuration',
  outOfMemory: 'configuration',
  badRequest: 'configuration',
  keyRejected: 'configuration',
  noCredit: 'configuration',
  tooLong: 'request',
  refused: 'request',
  keepsNoModels: 'request',
  keptHere: 'request',
  diskFull: 'request',
  notInLibrary: 'request',
  libraryUnreachable: 'request',
  overBudget: 'request',
  cloudOff: 'request',
  notRecorded: 'request',
  notChecked: 'request',
  notApproved: 'request',
};

/** What the root hands in. */
export interface BreakerParts {
  readonly clock: Clock;
  /** From 0 to below 1, so that several windows do not come back at the same moment. */
  readonly random: () => number;
  /** Asks the engine for its version. @throws {TierError} */
  readonly version: (signal: AbortSignal) => Promise<unknown>;
  readonly modelList: {
    /** The list as the last answer gave it, as one text to compare. */
    readonly known: () => string;
    /** The same, asked for anew. @throws {TierError} */
    readonly look: () => Promise<string>;
  };
  /** Told when the engine answers again, or has other models, before the next request goes to it. */
  readonly onRecovered: () => void;
}

type State =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'halfOpen' }
  | { readonly kind: 'broken'; readonly why: TierError; readonly lookAt: number }
  | { readonly kind: 'misconfigured'; readonly why: TierError; readonly lookAt: number; readonly list: string };

/** One request that was let through. What came of it counts once, and only if nothing was changed meanwhile. */
export interface Pass {
  /** Aborts when the machine has slept: what was open then waits for an answer that nobody sends. */
  readonly dropped: AbortSignal;
  succeeded(): void;
  failed(error: TierError): void;
  /** It is over, whether or not anything was said of it. */
  end(): void;
}

/**
 * Keeps completions away from an engine that does not answer, so that typing costs nothing there. It opens after three
 * failures in a row, or at the first that only a change can mend. When its pause is over, the next completion that is
 * wanted first asks for the engine's version, or the list of models, and never for text; an engine that answers gets one
 * request as a trial. Nothing happens while nobody types: there is no timer but for an open request.
 */
export class Breaker implements Disposable {
  readonly #parts: BreakerParts;
  readonly #open = new Map<object, AbortController>();
  #state: State = { kind: 'closed', failures: 0 };
  /** How often the pause has been doubled. */
  #doubled = 0;
  /** Counts what makes the results of earlier requests meaningless: resets and sleeps. */
  #era = 0;
  #looking: Promise<void> | undefined;
  #ticking: AbortController | undefined;
  readonly #disposed = new AbortController();

  constructor(parts: BreakerParts) {
    this.#parts = parts;
  }

  /**
   * Lets a request through. Waits for the engine's version where that is being asked for.
   * @throws {TierError} for the reason that opened the breaker, without any request
   */
  async enter(signal: AbortSignal): Promise<Pass> {
    if (this.#isDue()) this.#look();
    if (this.#looking && this.#state.kind === 'broken') await Promise.race([this.#looking, aborted(signal)]);
    const state = this.#state;
    // Whoever has left meanwhile is told nothing: abort is not an error.
    if (!signal.aborted && (state.kind === 'broken' || state.kind === 'misconfigured')) {
      throw new TierError(state.why.reason, state.why.message, { cause: state.why });
    }
    return this.#pass();
  }

  /** Why no request is let through at the moment; undefined: they are. */
  get why(): TierError | undefined {
    return this.#state.kind === 'broken' || this.#state.kind === 'misconfigured' ? this.#state.why : undefined;
  }

  /** A person asked for something, or the settings were changed: everything may be tried anew. */
  reset(): void {
    this.#era++;
    this.#doubled = 0;
    this.#looking = undefined;
    this.#state = { kind: 'closed', failures: 0 };
  }

  dispose(): void {
    this.reset();
    this.#disposed.abort();
    this.#ticking?.abort();
    for (const controller of this.#open.values()) controller.abort();
    this.#open.clear();
  }

  #isDue(): boolean {
    const state = this.#state;
    if (state.kind !== 'broken' && state.kind !== 'misconfigured') return false;
    return !this.#looking && this.#parts.clock.now() >= state.lookAt;
  }

  #pass(): Pass {
    const era = this.#era;
    const key = {};
    const dropped = new AbortController();
    if (this.#disposed.signal.aborted) dropped.abort();
    else this.#open.set(key, dropped);
    if (this.#open.size > 0 && !this.#ticking) void this.#tick();
    let counted = false;
    const once = (count: () => void) => {
      if (!counted && era === this.#era) count();
      counted = true;
    };
    return {
      dropped: dropped.signal,
      succeeded: () => once(() => this.#succeeded()),
      failed: (error) => once(() => this.#failed(error)),
      end: () => {
        this.#open.delete(key);
        if (this.#open.size === 0) this.#ticking?.abort();
      },
    };
  }

  #succeeded(): void {
    // A setting that does not fit one request may fit an older one.
    if (this.#state.kind === 'misconfigured') return;
    this.#doubled = 0;
    this.#state = { kind: 'closed', failures: 0 };
  }

  #failed(why: TierError): void {
    const state = this.#state;
    const kind = meaning[why.reason];
    if (kind === 'request' || state.kind === 'misconfigured') return;
    if (kind === 'configuration') {
      this.#doubled = 0;
      const list = this.#parts.modelList.known();
      this.#state = { kind: 'misconfigured', why, lookAt: this.#nextLook(), list };
    } else if (state.kind === 'closed' && state.failures + 1 < mostFailures) {
      this.#state = { kind: 'closed', failures: state.failures + 1 };
    } else if (state.kind !== 'broken') {
      this.#break(why);
    }
  }

  #break(why: TierError): void {
    this.#state = { kind: 'broken', why, lookAt: this.#nextLook() };
  }

  /** When the pause that begins now is over; the one after it will be twice as long. */
  #nextLook(): number {
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#doubled);
    this.#doubled++;
    return this.#parts.clock.now() + pause * (0.9 + 0.2 * this.#parts.random());
  }

  #look(): void {
    const era = this.#era;
    const looking = (this.#state.kind === 'broken' ? this.#askVersion(era) : this.#compareLists(era)).finally(() => {
      if (this.#looking === looking) this.#looking = undefined;
    });
    this.#looking = looking;
  }

  async #askVersion(era: number): Promise<void> {
    try {
      await this.#parts.version(this.#disposed.signal);
      if (era !== this.#era) return;
      this.#state = { kind: 'halfOpen' };
      this.#parts.onRecovered();
    } catch (error) {
      if (era === this.#era) this.#break(asTierError(error));
    }
  }

  async #compareLists(era: number): Promise<void> {
    const state = this.#state;
    if (state.kind !== 'misconfigured') return;
    const list = await this.#parts.modelList.look().catch(() => undefined);
    if (era !== this.#era) return;
    if (list === undefined || list === state.list) {
      this.#state = { ...state, lookAt: this.#nextLook() };
      return;
    }
    this.reset();
    this.#parts.onRecovered();
  }

  /** Looks at the clock while a request is open: it is how a machine's sleep shows. */
  async #tick(): Promise<void> {
    const ticking = new AbortController();
    this.#ticking = ticking;
    for (let last = this.#parts.clock.now(); !ticking.signal.aborted; ) {
      await this.#parts.clock.wait(tickMs, ticking.signal);
      const now = this.#parts.clock.now();
      if (now - last > sleptMs && !ticking.signal.aborted) this.#slept();
      last = now;
    }
    if (this.#ticking === ticking) this.#ticking = undefined;
    // A request may have come between the end of the last one and here.
    if (this.#open.size > 0 && !this.#ticking) void this.#tick();
  }

  #slept(): void {
    this.#era++;
    this.#looking = undefined;
    for (const controller of this.#open.values()) controller.abort();
    const lookAt = this.#parts.clock.now();
    const state = this.#state;
    const why = state.kind === 'broken' ? state.why : new TierError('unreachable', 'not asked since the machine slept');
    this.#state = state.kind === 'misconfigured' ? { ...state, lookAt } : { kind: 'broken', why, lookAt };
  }
}

function asTierError(error: unknown): TierError {
  return error instanceof TierError ? error : new TierError('engineFailed', String(error), { cause: error });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
