import type { Origin } from '../base/text.ts';

/**
 * The contract between those who ask and those who answer. It depends on nothing but where text came from.
 * Concrete tiers stand beside this file and are built only by the root.
 */

/** Where an answer comes from: this machine, a host the user named, a cloud provider, or another extension's model. */
export type Tier = 'local' | 'selfHosted' | 'cloud' | 'handedOver';

/** Whether the text leaves the user's own machines for an answer of this tier. */
export function isOutside(tier: Tier): boolean {
  return tier === 'cloud' || tier === 'handedOver';
}

/** Who answered. */
export interface Provenance {
  readonly tier: Tier;
  /** The engine's or provider's name as shown: "Ollama", "OpenAI". */
  readonly engine: string;
  /** Host and port the request went to. */
  readonly host: string;
  readonly model: string;
  /** The model's content digest, where the engine gives one. */
  readonly digest?: string;
}

/** A part of a prompt: our own words, or the user's text with its origin. Nothing else can stand in a prompt. */
export type PromptPart =
  | {
      readonly kind: 'instruction';
      readonly text: string;
      /** The place that our words name. Where its text may not leave, they do not either: a name can tell a secret too. */
      readonly about?: Origin;
    }
  | { readonly kind: 'excerpt'; readonly text: string; readonly origin: Origin };

/** A tool that a model may ask to have called. Hearth has none: they come, with the conversation, from VS Code's chat. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** What it takes, as a JSON schema. */
  readonly takes: object;
}

/** That a model asks for a tool. Whoever leads the conversation calls it, or not; Hearth never does. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly given: object;
}

/** One turn of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly PromptPart[];
  /** What the assistant asked to have called in this turn. */
  readonly calls?: readonly ToolCall[];
  /** The call that this is the result of: its parts are what the tool said. */
  readonly resultOf?: Pick<ToolCall, 'id' | 'name'>;
}

/** The text of a message as an engine gets it. */
export function messageText(message: Message): string {
  return message.parts.map((part) => part.text).join('');
}

/** What the engine measured of one answer. Milliseconds and tokens; absent where the engine does not say. */
export interface Measured {
  /** From the request to the first piece, by our clock. */
  readonly firstPieceMs?: number;
  /** From the request to the end, by our clock. */
  readonly totalMs: number;
  readonly promptTokens?: number;
  readonly promptMs?: number;
  readonly answerTokens?: number;
  readonly answerMs?: number;
  readonly loadMs?: number;
  /** US dollars; absent where no price is known. */
  readonly costUsd?: number;
}

/** What a tier says while it answers: pieces of text, then exactly one `done`. A stream without `done` is not an answer. */
export type TierEvent =
  | {
      readonly kind: 'piece';
      readonly text: string;
      /** The natural logarithm of each token's probability, where it was asked for and the engine says it. */
      readonly logprobs?: readonly number[];
      /** Calls of tools, only where the request had some; the text may be empty then. */
      readonly calls?: readonly ToolCall[];
    }
  | {
      readonly kind: 'done';
      /** `stop`: the model ended by itself or at a stop string; `length`: it reached the token limit. */
      readonly reason: 'stop' | 'length';
      readonly provenance: Provenance;
      readonly measured: Measured;
      /** Where the engine evidently read less than was sent: how many tokens it read, and how many it had at least. */
      readonly readLess?: { readonly read: number; readonly sent: number };
    };

/** A request for the text that belongs at a cursor. */
export interface CompletionRequest {
  readonly model: string;
  /** With `raw`, the whole prompt with the model's own markers; otherwise the text before the cursor. */
  readonly prompt: string;
  /** For a model that only chats: the conversation that asks for the text, in place of the prompt, which is empty then. */
  readonly messages?: readonly Message[];
  /** Text after the cursor, for engines that fill in the middle themselves. Never together with `raw`. */
  readonly suffix?: string;
  readonly raw: boolean;
  readonly stop: readonly string[];
  /** Whether to say how sure the model was of each token. */
  readonly logprobs?: boolean;
  /** The document that it is about, by its URI: for choosing among engines, and never sent. */
  readonly document?: string;
  /** The longest answer, in tokens. */
  readonly maximumTokens: number;
  /** The model's context size in tokens: one value per model, since another one makes the engine reload it. */
  readonly contextTokens: number;
}

/**
 * Completes text at a cursor. The events are pulled: leaving the loop, or aborting, ends the request at the engine.
 * An abort ends the events quietly, without `done`.
 * @throws {TierError}
 */
export interface Completer {
  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<TierEvent>;
}

/** A request for an answer to a conversation. */
export interface AnswerRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** The longest answer, in tokens. */
  readonly maximumTokens: number;
  readonly contextTokens: number;
  /** The form that the answer must have, as a JSON schema; undefined: any text. */
  readonly format?: object;
  /** To be answered without chance, the same each time; undefined: an answer may vary. */
  readonly seed?: number;
  /** What the model may ask to have called; an engine without tools leaves them out. */
  readonly tools?: readonly Tool[];
}

/** Answers a conversation. The same rules as for {@link Completer}. */
export interface Answerer {
  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent>;
}

/** Why a tier could not answer. The words for people stand in one table, `editor/messages.ts`. */
export type TierErrorReason =
  | 'badEndpoint' // the setting or variable is no address
  | 'cloudEndpoint' // it is a cloud provider's: nothing goes there but through the send sheet
  | 'unreachable' // refused, no route, no such host, no connection in time
  | 'notTheEngine' // something else answers there, such as an HTML page
  | 'noModel' // none chosen and none fits
  | 'modelMissing' // the chosen one is not installed
  | 'cannotComplete' // the model cannot fill in the middle
  | 'unknownFamily' // it is of no family that is known to fill in the middle
  | 'notTrained' // its family can fill in the middle, this variant was not trained to
  | 'remoteModel' // a cloud model behind a local name
  | 'keepsNoModels' // models cannot be downloaded or deleted through it
  | 'keptHere' // text that must not leave this computer was to go to an engine on another one
  | 'notAllowed' // the user has not agreed to this host
  | 'outOfMemory'
  | 'tooLong' // the prompt does not fit the model's context
  | 'busy' // the engine's queue is full (503)
  | 'timedOut' // no first byte in time, or no end
  | 'stalled' // the stream stopped in the middle
  | 'cutShort' // the stream ended without saying that it was done
  | 'badRequest' // the engine refuses what we sent
  | 'engineFailed'
  | 'diskFull' // of the engine's machine, while it downloads a model
  | 'notInLibrary' // the library that models are downloaded from knows no such model
  | 'libraryUnreachable' // the engine cannot get at that library
  | 'keyRejected'
  | 'rateLimited'
  | 'noCredit' // the account has to be paid up
  | 'overBudget' // it could pass what the user wants to spend in a month
  | 'overloaded'
  | 'refused' // the provider's own safety refusal
  | 'redirected'
  | 'badCertificate'
  | 'wayChanged' // settings that are not the user's own would lead it past a proxy, or unchecked; nothing was sent
  | 'cloudOff' // the user has switched the cloud off, so nothing was sent
  | 'notRecorded' // the ledger could not be written, so nothing was sent
  | 'notChecked' // the text could not be checked for secrets, so nothing was sent
  | 'notApproved'; // what was to be sent is not what was approved

/** The one error of this room. Callers look at `reason`, never at the message. */
export class TierError extends Error {
  override readonly name = 'TierError';
  readonly reason: TierErrorReason;
  /** How long the other side asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number;

  /** @param detail what happened, for the log and the details of a message; never holds a key or the user's text. */
  constructor(reason: TierErrorReason, detail: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.reason = reason;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}
