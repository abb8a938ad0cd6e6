import { Breaker } from '../../../src/tiers/breaker.ts';
import { guardedBy } from '../../../src/tiers/guarded.ts';
import { type Completer, type CompletionRequest, TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { type VirtualClock, virtualClock } from '../../fakes/clock.ts';
import { fakeTier, type Script } from './fakeTier.ts';
import { allOf, completion, patient, reasonOf } from './requests.ts';

/** A clock that also stands for a machine that can sleep: time goes on while no timer runs. */
export interface SleepyClock extends VirtualClock {
  sleep(milliseconds: number): void;
}

function sleepyClock(): SleepyClock {
  const clock = virtualClock();
  let slept = 0;
  return {
    now: () => clock.now() + slept,
    wait: clock.wait,
    advance: clock.advance,
    get waiting() {
      return clock.waiting;
    },
    sleep: (milliseconds) => {
      slept += milliseconds;
    },
  };
}

/** An engine that can be on or off, with a breaker before it, and everything that was asked of it. */
export class EngineBehindABreaker {
  readonly clock = sleepyClock();
  readonly breaker: Breaker;
  up = true;
  list = 'coder';
  /** How often it was asked for text, its version, its models. */
  requests = 0;
  versions = 0;
  looks = 0;
  recovered = 0;
  readonly #bytesWereDue: (request: CompletionRequest, waitedMs: number, heard: boolean) => boolean;
  #known = 'coder';

  constructor(
    random = 0.5,
    bytesWereDue: (request: CompletionRequest, waited: number, heard: boolean) => boolean = () => true,
  ) {
    this.#bytesWereDue = bytesWereDue;
    this.breaker = new Breaker({
      clock: this.clock,
      random: () => random,
      version: async () => {
        this.versions++;
        if (!this.up) throw new TierError('unreachable', 'off');
      },
      modelList: {
        known: () => this.#known,
        look: async () => {
          this.looks++;
          if (!this.up) throw new TierError('unreachable', 'off');
          this.#known = this.list;
          return this.list;
        },
      },
      onRecovered: () => this.recovered++,
    });
  }

  /** The completer as completions get it, answering as written. */
  completer(script: Script): Completer {
    const tier = fakeTier(script);
    const counted: Completer = {
      complete: (request, signal) => {
        this.requests++;
        return tier.complete(request, signal);
      },
    };
    return guardedBy(counted, this.breaker, this.clock, this.#bytesWereDue);
  }

  /** Completes once. @returns the reason why not */
  async fails(script: Script): Promise<TierErrorReason | undefined> {
    const reason = await reasonOf(allOf(this.completer(script).complete(completion(), patient())));
    return typeof reason === 'string' ? reason : undefined;
  }
}

/** An answer that fails for this reason. */
export const failing = (reason: TierErrorReason): Script => [new TierError(reason, `it is ${reason}`)];
