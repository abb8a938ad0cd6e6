import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  extensions,
  type LanguageModelChatInformation,
  type LanguageModelChatProvider,
  type LanguageModelChatRequestMessage,
  LanguageModelChatToolMode,
  LanguageModelError,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  l10n,
  lm,
  type Progress,
  type ProvideLanguageModelChatResponseOptions,
} from 'vscode';
import type { Settings } from '../../base/settings.ts';
import { type ChatModel, chatModels, whyNotOffered } from '../../models/chatOffer.ts';
import type { Neighbour } from '../../models/health/finding.ts';
import type { Inventory } from '../../models/inventory.ts';
import { estimatedTokens } from '../../tasks/fit.ts';
import { instruction } from '../../tasks/prompt.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { type Answerer, type AnswerRequest, messageText, TierError, type Tool } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { chatVendor } from './chatVendor.ts';
import { handedMessages } from './handedMessages.ts';

/** What models for the chat need. */
export interface ChatModelsParts {
  readonly answerer: Answerer;
  readonly inventory: Inventory;
  readonly settings: () => Settings;
  readonly where: () => string;
  readonly tier: () => 'local' | 'selfHosted';
  readonly neighbours: () => readonly Neighbour[];
  readonly board: StatusBoard;
  readonly onSettings: (listener: () => void) => Disposable;
}

/**
 * What stands for Hearth where it offers no models. VS Code runs no participant of its chat where there is no model at all
 * (`getModelForRequest` in its `extHostChatAgents2.ts`), so without it `@hearth` would not answer where nobody is signed in.
 */
const standIn = 'hearth';

/**
 * Hearth's models in VS Code's chat, where the user wants them there. Any extension may ask a model that is offered, and VS Code tells
 * nobody which one did: so only the user's own engine answers, never a cloud.
 */
export class ChatModels implements LanguageModelChatProvider, Disposable {
  readonly #parts: ChatModelsParts;
  readonly #changed = new EventEmitter<void>();
  readonly #registered: readonly Disposable[];
  readonly #ended = new AbortController();
  /** As it was when it was last looked at; undefined before the first time: it takes the settings and all extensions, too much for a start. */
  #known: string | undefined;
  /** The models that were known when the board changed last. */
  #models = '';

  constructor(parts: ChatModelsParts) {
    this.#parts = parts;
    this.#registered = [
      this.#changed,
      lm.registerLanguageModelChatProvider(chatVendor, this),
      parts.onSettings(() => this.#follow()),
      parts.board.onChange(() => this.#followModels()),
      extensions.onDidChange(() => this.#follow()),
    ];
  }

  get onDidChangeLanguageModelChatInformation() {
    return this.#changed.event;
  }

  /** Has VS Code learn of the models: it asks for them only when somebody needs one, and that is too late for a first message. */
  async start(): Promise<void> {
    this.#known = this.#look();
    await lm.selectChatModels({ vendor: chatVendor });
  }

  async provideLanguageModelChatInformation(): Promise<LanguageModelChatInformation[]> {
    const offered = await this.#offered();
    const models = offered.map((each) => this.#informationOf(each));
    return offered.some(({ callsTools }) => callsTools) ? models : [...models, standInInformation()];
  }

  async provideLanguageModelChatResponse(
    { id }: LanguageModelChatInformation,
    messages: readonly LanguageModelChatRequestMessage[],
    { tools = [], toolMode }: ProvideLanguageModelChatResponseOptions,
    progress: Progress<LanguageModelTextPart | LanguageModelToolCallPart>,
    token: CancellationToken,
  ): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, this.#ended.signal]);
    const listener = token.onCancellationRequested(() => ended.abort());
    if (token.isCancellationRequested) ended.abort();
    try {
      const model = (await this.#offered()).find((each) => each.model.name === id);
      if (!model) throw LanguageModelError.NotFound(this.#whyNot());
      const mustCall = toolMode === LanguageModelChatToolMode.Required && tools.length > 0;
      const request = requestFrom(model, messages, model.callsTools ? tools : [], mustCall);
      let called = false;
      for await (const event of this.#parts.answerer.answer(request, signal)) {
        if (event.kind === 'done') break;
        if (event.text !== '') progress.report(new LanguageModelTextPart(event.text));
        for (const call of event.calls ?? []) {
          called = true;
          progress.report(new LanguageModelToolCallPart(call.id, call.name, call.given));
        }
      }
      // The engine knows no way to make a model call a tool: it is asked to, and where it did not, that is no answer.
      if (mustCall && !called && !signal.aborted) {
        throw new LanguageModelError(l10n.t('{0} called none of the tools that it was given.', modelLabel(id)));
      }
    } catch (error) {
      if (!signal.aborted) throw this.#asModelError(error);
    } finally {
      listener.dispose();
    }
  }

  async provideTokenCount(
    _model: LanguageModelChatInformation,
    text: string | LanguageModelChatRequestMessage,
  ): Promise<number> {
    if (typeof text === 'string') return estimatedTokens(text);
    return handedMessages([text]).reduce((sum, message) => sum + estimatedTokens(messageText(message)) + 8, 0);
  }

  dispose(): void {
    this.#ended.abort();
    for (const each of this.#registered) each.dispose();
  }

  get #whyNotOffered() {
    const { settings, tier, neighbours } = this.#parts;
    return whyNotOffered(settings().offerChatModels, tier(), neighbours);
  }

  /** Nothing is asked of the engine where nothing is offered. An engine that does not answer has nothing to offer. */
  async #offered(): Promise<readonly ChatModel[]> {
    const { inventory, settings } = this.#parts;
    if (this.#whyNotOffered !== undefined) return [];
    try {
      return chatModels(await inventory.models(), inventory.abilityOf, settings().contextTokens);
    } catch (error) {
      if (error instanceof TierError) return [];
      throw error;
    }
  }

  #informationOf({ model, inputTokens, answerTokens, callsTools }: ChatModel): LanguageModelChatInformation {
    const { name, digest, parameterSize } = model;
    const isLocal = this.#parts.tier() === 'local';
    const place = isLocal ? l10n.t('local') : l10n.t('self-hosted');
    return {
      id: name,
      name: modelLabel(name),
      family: name.replace(/:.*/, ''),
      version: digest?.replace(/^sha256:/, '').slice(0, 12) ?? '',
      detail: parameterSize === undefined ? place : `${place} · ${parameterSize}`,
      tooltip: isLocal
        ? l10n.t('Answers on this machine, through Hearth.')
        : l10n.t('Answers at {0}, through Hearth.', this.#parts.where()),
      maxInputTokens: inputTokens,
      maxOutputTokens: answerTokens,
      capabilities: { toolCalling: callsTools, imageInput: false },
    };
  }

  #whyNot(): string {
    switch (this.#whyNotOffered) {
      case 'off':
        return l10n.t(
          'Type @hearth to ask your own model, or switch “{0}” on to choose it here.',
          'hearth.chat.models',
        );
      case 'official':
        return l10n.t('Ollama’s own extension offers these models to the chat.');
      default:
        return l10n.t('The engine does not offer this model any more.');
    }
  }

  #asModelError(error: unknown): unknown {
    if (!(error instanceof TierError)) return error;
    const { message } = problemFor(error.reason, error.message, this.#parts.where(), this.#parts.tier());
    if (error.reason === 'modelMissing' || error.reason === 'remoteModel') return LanguageModelError.NotFound(message);
    return error.reason === 'notAllowed' ? LanguageModelError.NoPermissions(message) : new LanguageModelError(message);
  }

  /** Everything that the offer depends on, as one text to compare. */
  #look(): string {
    const { inventory, settings, tier } = this.#parts;
    return [this.#whyNotOffered ?? 'offered', settings().contextTokens, tier(), inventory.known].join('\n');
  }

  /** The board changes with each request, so at every other key; the models hardly ever. */
  #followModels(): void {
    const { known } = this.#parts.inventory;
    if (known === this.#models) return;
    this.#models = known;
    this.#follow();
  }

  #follow(): void {
    if (this.#known === undefined) return;
    const known = this.#look();
    if (known === this.#known) return;
    this.#known = known;
    this.#changed.fire();
  }
}

function standInInformation(): LanguageModelChatInformation {
  return {
    id: standIn,
    name: 'Hearth',
    family: standIn,
    version: '1',
    detail: l10n.t('for @hearth'),
    tooltip: l10n.t('Type @hearth to ask your own model. By itself this answers nothing.'),
    maxInputTokens: 4096,
    maxOutputTokens: 1024,
    // In the mode "Agent", with which a chat begins, VS Code takes no model that calls none.
    capabilities: { toolCalling: true, imageInput: false },
  };
}

function requestFrom(
  { model, contextTokens, answerTokens }: ChatModel,
  messages: readonly LanguageModelChatRequestMessage[],
  tools: NonNullable<ProvideLanguageModelChatResponseOptions['tools']>,
  mustCall: boolean,
): AnswerRequest {
  const asked = handedMessages(messages);
  const must = {
    role: 'system',
    parts: [instruction('Answer with a call of one of the tools, and with nothing else.')],
  };
  return {
    model: model.name,
    messages: mustCall ? [...asked, { ...must, role: 'system' }] : asked,
    maximumTokens: answerTokens,
    contextTokens,
    tools: tools.map(
      ({ name, description, inputSchema }): Tool => ({ name, description, takes: inputSchema ?? { type: 'object' } }),
    ),
  };
}
