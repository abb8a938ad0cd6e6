import { type LanguageModelChatInformation, l10n } from 'vscode';
import type { ChatModel } from '../../models/chatOffer.ts';
import type { EnginePlace } from '../../tiers/ownEngines.ts';
import { modelLabel } from '../models/modelLabel.ts';

/** A model of the user's own engine, as VS Code's list of models shows it. @param engine where that is */
export function chatInformation(
  { model, inputTokens, answerTokens, callsTools }: ChatModel,
  engine: Pick<EnginePlace, 'tier' | 'where'>,
): LanguageModelChatInformation {
  const { name, digest, parameterSize } = model;
  const isLocal = engine.tier() === 'local';
  const place = isLocal ? l10n.t('local') : l10n.t('self-hosted');
  return {
    id: name,
    name: modelLabel(name),
    family: name.replace(/:.*/, ''),
    version: digest?.replace(/^sha256:/, '').slice(0, 12) ?? '',
    detail: parameterSize === undefined ? place : `${place} · ${parameterSize}`,
    tooltip: isLocal
      ? l10n.t('Answers on this machine, through Hearth.')
      : l10n.t('Answers at {0}, through Hearth.', engine.where()),
    maxInputTokens: inputTokens,
    maxOutputTokens: answerTokens,
    capabilities: { toolCalling: callsTools, imageInput: false },
  };
}

/**
 * What stands for Hearth where it offers no models. VS Code runs no participant of its chat where there is no model at all
 * (`getModelForRequest` in its `extHostChatAgents2.ts`), so without it `@hearth` would not answer where nobody is signed in.
 */
export function standInInformation(): LanguageModelChatInformation {
  return {
    id: 'hearth',
    // Beside the box that one types into, VS Code shows nothing but the name.
    name: l10n.t('@hearth only'),
    family: 'hearth',
    version: '1',
    detail: l10n.t('answers nothing by itself'),
    tooltip: l10n.t(
      'Type @hearth to ask your own model. By itself this answers nothing. “{0}” offers your models here.',
      'hearth.chat.models',
    ),
    maxInputTokens: 4096,
    maxOutputTokens: 1024,
    // In the mode "Agent", with which a chat begins, VS Code takes no model that calls none.
    capabilities: { toolCalling: true, imageInput: false },
  };
}
