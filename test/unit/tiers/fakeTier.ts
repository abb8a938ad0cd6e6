import type { Answerer, Completer, Provenance, TierEvent } from '../../../src/tiers/tier.ts';
import type { Gate } from '../../fakes/gate.ts';

/** Who answers in a {@link fakeTier}. */
export const provenance: Provenance = { tier: 'local', engine: 'Fake', host: '127.0.0.1:1', model: 'coder' };

export const done: TierEvent = { kind: 'done', reason: 'stop', provenance, measured: { totalMs: 1 } };

/** What one request to a {@link fakeTier} is answered with; at a gate it waits for the test, or for an abort. */
export type Script = readonly (string | Gate | Error | TierEvent)[];

/** A request to a {@link fakeTier}. */
export interface Asked {
  readonly signal: AbortSignal;
  /** Whether the tier has come to an end with it. */
  over: boolean;
}

/** A tier inside the test: one script a request, in turn; an abort ends it quietly, as it does the real one. */
export function fakeTier(...scripts: readonly Script[]): Completer & Answerer & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const waiting = [...scripts];
  async function* reply(signal: AbortSignal): AsyncGenerator<TierEvent> {
    const request = { signal, over: false };
    asked.push(request);
    try {
      for (const step of waiting.shift() ?? [done]) {
        if (signal.aborted) return;
        if (typeof step === 'string') yield { kind: 'piece', text: step };
        else if (step instanceof Error) throw step;
        else if ('pass' in step) await Promise.race([step.pass(), abortOf(signal)]);
        else yield step;
      }
    } finally {
      request.over = true;
    }
  }
  return { asked, complete: (_request, signal) => reply(signal), answer: (_request, signal) => reply(signal) };
}

const abortOf = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
