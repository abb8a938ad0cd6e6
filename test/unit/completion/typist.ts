import { setImmediate as turn } from 'node:timers/promises';
import { Completions } from '../../../src/completion/complete.ts';
import type { Completer } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, type Script } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { coder, room, shown } from './keystrokes.ts';
import { at } from './places.ts';

/** Someone who types in a focused window: each key is a new version of the document, as in the editor. */
export function typist(...scripts: Script[]) {
  const place = room(...scripts);
  place.state.focused = true;
  return { ...place, ...keysOn(place.completions, place.clock) };
}

/** The keys of a {@link typist}. */
function keysOn(completions: Completions, clock: ReturnType<typeof virtualClock>) {
  let version = 1;
  const here = (marked: string, uri?: string) => ({ ...at(marked, uri === undefined ? {} : { uri }), version });
  const question = (marked: string, { signal = patient(), invoked = false } = {}) =>
    completions.complete(here(marked), signal, invoked);
  const press = (marked: string) => {
    version++;
    completions.typed(here(marked));
  };
  return {
    here,
    /** A key, of which the editor has not asked yet. */
    press,
    /** The editor's question, after the key. */
    question,
    /** A key and the editor's question 50 ms later: what is shown, or why nothing is. */
    async key(marked: string) {
      press(marked);
      await clock.advance(50);
      return shown(await question(marked));
    },
  };
}

/**
 * An engine that says a token whenever the test lets it, and does not hear that its request has ended. It counts what it says
 * in its first request; in others it has nothing to say.
 */
export function deafEngine(...tokens: readonly string[]) {
  const gates = tokens.map(() => new Gate());
  const state = { said: 0, requests: 0, over: false };
  const completer: Completer = {
    async *complete() {
      state.requests++;
      if (state.requests > 1) {
        yield done;
        return;
      }
      try {
        for (const [index, text] of tokens.entries()) {
          await gates[index]?.pass();
          state.said++;
          yield { kind: 'piece', text };
        }
        yield done;
      } finally {
        state.over = true;
      }
    },
  };
  let opened = 0;
  const clock = virtualClock();
  const completions = new Completions({ completer, model: async () => coder, busy: () => false, clock });
  return {
    state,
    clock,
    ...keysOn(completions, clock),
    /** Lets it say more. */
    async say(count: number) {
      for (let index = 0; index < count; index++) {
        gates[opened++]?.open();
        await turn();
      }
    },
  };
}
