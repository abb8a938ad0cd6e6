import type { CompletionModel } from '../../../src/completion/asking.ts';
import { Completions } from '../../../src/completion/complete.ts';
import type { Answered } from '../../../src/completion/outcome.ts';
import { Nearby } from '../../../src/completion/recent/nearby.ts';
import type { CompletionRequest } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { fakeTier, type Script } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { at } from './places.ts';

/** The model in these tests. */
export const coder: CompletionModel = { name: 'coder', contextTokens: 2048, way: { way: 'suffix' } };

/** Completions over a tier that answers each request with the next script. */
export function room(...scripts: Script[]) {
  const clock = virtualClock();
  const tier = fakeTier(...scripts);
  const sent: CompletionRequest[] = [];
  const nearby = new Nearby(() => true);
  const state: { model: CompletionModel | 'loading' | Error; busy: boolean; focused: boolean } = {
    model: coder,
    busy: false,
    // Without the focus nothing is asked ahead.
    focused: false,
  };
  const completions = new Completions({
    completer: {
      complete(request, signal) {
        sent.push(request);
        return tier.complete(request, signal);
      },
    },
    model: async () => {
      if (state.model instanceof Error) throw state.model;
      return state.model;
    },
    busy: () => state.busy,
    focused: () => state.focused,
    clock,
    nearby,
  });
  const ask = (marked: string, signal = patient()) => completions.complete(at(marked), signal);
  return { clock, tier, sent, state, nearby, completions, ask };
}

/** What is shown, or why nothing is. */
export const shown = (answered: Answered) =>
  'suggestion' in answered ? answered.suggestion.text : { why: answered.nothing };

/** A keystroke that VS Code can cancel. */
export function key() {
  const ended = new AbortController();
  return { signal: ended.signal, cancel: () => ended.abort() };
}

/** An outcome without what was measured on the way. */
export const outcome = (answered: Answered) => {
  const { layout: _layout, stages: _stages, measured: _measured, ...rest } = answered;
  return rest;
};
