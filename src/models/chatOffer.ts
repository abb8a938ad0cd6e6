import type { Settings } from '../base/settings.ts';
import type { EngineModel } from '../tiers/engine.ts';
import { type AbilityOf, candidates, rolesOf } from './choose.ts';
import type { Neighbour } from './health/finding.ts';
import { officialOllama } from './health/neighbours.ts';
import { contextTokensFor } from './inventory.ts';

/** A model as VS Code's chat is offered it. */
export interface ChatModel {
  readonly model: EngineModel;
  /** The one context size that it is used with, for tasks and in the chat alike. */
  readonly contextTokens: number;
  /** What a conversation may have of that, and its answer; tokens. */
  readonly inputTokens: number;
  readonly answerTokens: number;
  readonly callsTools: boolean;
}

/** An answer takes that part of the context, as for tasks. */
const answerShare = 4;

/** Why no models are offered to VS Code's chat; undefined: they are. */
export type WhyNotOffered = 'off' | 'official' | 'elsewhere';

/**
 * Whether Hearth offers its models to VS Code's chat. Those of another machine take a yes of their own: nobody knows which files a
 * message of the chat is from, so nothing of what must not leave can be kept here. Where Ollama's own extension offers models, one of an
 * Ollama on this machine would stand there twice; those of another engine that extension does not offer.
 * @param engine the name of the one that answers tasks
 * @param neighbours asked only where it depends on them: to look through all extensions takes its time
 */
export function whyNotOffered(
  { offerChatModels, offerChatModelsElsewhere }: Pick<Settings, 'offerChatModels' | 'offerChatModelsElsewhere'>,
  tier: 'local' | 'selfHosted',
  engine: string,
  neighbours: () => readonly Neighbour[],
): WhyNotOffered | undefined {
  if (!offerChatModels) return 'off';
  if (tier !== 'local') return offerChatModelsElsewhere ? undefined : 'elsewhere';
  return engine === 'Ollama' && officialOllama(neighbours()) ? 'official' : undefined;
}

/**
 * The models that can lead a conversation, the best guess first: none that runs in a cloud behind a local name, none that only
 * continues text.
 * @param mostTokens the user's limit for a context
 * @param hasTools whether a model is known to call tools
 */
export function chatModels(
  models: readonly EngineModel[],
  abilityOf: AbilityOf,
  mostTokens: number,
  hasTools: (model: EngineModel) => boolean,
): readonly ChatModel[] {
  const able = candidates(models, 'tasks', abilityOf).filter((model) => rolesOf(model, abilityOf).includes('tasks'));
  return able.map((model) => {
    const contextTokens = contextTokensFor(model, mostTokens);
    const answerTokens = Math.floor(contextTokens / answerShare);
    const inputTokens = contextTokens - answerTokens;
    return { model, contextTokens, inputTokens, answerTokens, callsTools: hasTools(model) };
  });
}
