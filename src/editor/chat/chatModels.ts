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
import type { ToolCallers } from '../../models/toolCallers.ts';
import { estimatedTokens } from '../../tasks/fit.ts';
import { instruction } from '../../tasks/prompt.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { type Answerer, type AnswerRequest, messageText, TierError, type Tool } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { chatInformation, standInInformation } from './chatInformation.ts';
import { chatVendor } from './chatVendor.ts';
import { handedMessages } from './handedMessages.ts';

/** What models for the chat need. */
export interface ChatModelsParts {
  readonly answerer: Answerer;
  readonly inventory: Inventory;
  readonly settings: () => Settings;
  readonly where: () => string;
  readonly tier: () => 'local' | 'selfHosted';
  /** The name of the engine that answers. */
  readonly engine: () => string;
  readonly tools: ToolCallers;
  readonly neighbours: () => readonly Neighbour[];
  readonly board: StatusBoard;
  readonly onSettings: (listener: () => void) => Disposable;
}

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
    // Not waited for: until it is known, a model is offered without tools.
    void this.#findTools(offered);
    const models = offered.map((each) => chatInformation(each, this.#parts));
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
      if (!signal.aborted) void this.#findTools([model], id);
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
    const { settings, tier, engine, neighbours } = this.#parts;
    return whyNotOffered(settings(), tier(), engine(), neighbours);
  }

  /** Nothing is asked of the engine where the user wants none here. An engine that does not answer has nothing to offer. */
  async #offered(): Promise<readonly ChatModel[]> {
    const { inventory, settings, tools } = this.#parts;
    const why = this.#whyNotOffered;
    if (why === 'off' || why === 'elsewhere') return [];
    try {
      const models = await inventory.models();
      // Which engine it is, is known only once it has answered.
      if (this.#whyNotOffered !== undefined) return [];
      return chatModels(models, inventory.abilityOf, settings().contextTokens, (model) => tools.has(model));
    } catch (error) {
      if (error instanceof TierError) return [];
      throw error;
    }
  }

  /** @param used the one that has just answered */
  async #findTools(offered: readonly ChatModel[], used?: string): Promise<void> {
    const models = offered.map(({ model }) => model);
    if (await this.#parts.tools.find(models, this.#ended.signal, used)) this.#changed.fire();
  }

  #whyNot(): string {
    switch (this.#whyNotOffered) {
      case 'off':
        return l10n.t(
          'Type @hearth to ask your own model, or switch “{0}” on to choose it here.',
          'hearth.chat.models',
        );
      case 'elsewhere':
        return l10n.t(
          'The engine is on another machine. Nobody can say which files a message of the chat is from, so it stays here. Type @hearth instead, or switch “{0}” on.',
          'hearth.chat.modelsOnOtherMachines',
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
