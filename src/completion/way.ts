import type { EngineModel } from '../tiers/engine.ts';
import { type FimWay, fimFor, whyNoFim } from './fim.ts';

/** How a model is asked for the text at a cursor: to fill in the middle, or in a conversation. */
export type CompletionWay = FimWay | { readonly way: 'chat' };

/** The way to ask a model, or undefined when it makes no text. Whether a chat is wanted at all is for the user to choose. */
export function wayFor({ name, capabilities }: Pick<EngineModel, 'name' | 'capabilities'>): CompletionWay | undefined {
  return fimFor(name, capabilities) ?? (capabilities.includes('completion') ? { way: 'chat' } : undefined);
}

/** What a model can do at a cursor: fill in, only answer in a conversation (and why), or make no text at all. */
export function abilityOf(
  model: Pick<EngineModel, 'name' | 'capabilities'>,
): 'fillsIn' | 'unknownFamily' | 'notTrained' | 'noText' {
  const { name, capabilities } = model;
  const why = whyNoFim(name, capabilities);
  if (why === undefined) return 'fillsIn';
  return wayFor(model) ? why : 'noText';
}
