import type { EngineModel } from '../tiers/engine.ts';
import { type FimWay, fimFor, whyNoFim } from './fim.ts';
import { type FimLayoutName, layoutsOf } from './layout.ts';

/** How a model is asked for the text at a cursor: to fill in the middle, or in a conversation. */
export type CompletionWay = FimWay | { readonly way: 'chat' };

/**
 * The way to ask a model, or undefined when it makes no text. Whether a chat is wanted at all is for the user to choose.
 * @param layout the one that was found best for it; passed over where it cannot be asked so any more
 */
export function wayFor(
  { name, capabilities }: Pick<EngineModel, 'name' | 'capabilities'>,
  layout?: FimLayoutName,
): CompletionWay | undefined {
  const way = fimFor(name, capabilities);
  if (way?.way === 'raw' && layout && layoutsOf(way, capabilities).includes(layout)) return { ...way, layout };
  return way ?? (capabilities.includes('completion') ? { way: 'chat' } : undefined);
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
