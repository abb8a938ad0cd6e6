import type { Clock } from '../base/clock.ts';
import type { CursorText } from '../base/text.ts';
import { type Completer, type CompletionRequest, TierError } from '../tiers/tier.ts';
import { proseAt } from '../writing/proseAt.ts';
import { ContextRoom, contextNeeded } from './contextRoom.ts';
import { EngineSpeed } from './engineSpeed.ts';
import type { Flight } from './flight.ts';
import { healed } from './healing.ts';
import { HoleAnswer } from './holeAnswer.ts';
import type { FimLayoutName } from './layout.ts';
import { type Prompt, Prompts } from './prompts.ts';
import { type Landing, receive } from './receive.ts';
import type { Nearby } from './recent/nearby.ts';
import { othersRoom } from './recent/room.ts';
import type { CompletionWay } from './way.ts';
import { beforeCharacters, othersCharacters } from './windowBudget.ts';

/** The model that completes, and how it wants to be asked. */
export interface CompletionModel {
  readonly name: string;
  readonly contextTokens: number;
  readonly way: CompletionWay;
  /** Its content digest. Left out: nothing is kept of it. */
  readonly digest?: string;
  /** The layouts in which it can be asked, the preferred one first. Left out: only the one. */
  readonly layouts?: readonly FimLayoutName[];
}

/** What asking needs. */
export interface AskingParts {
  readonly completer: Completer;
  /**
   * The model to use now, or `loading` while it is being brought into memory.
   * @throws {TierError}
   */
  readonly model: (signal: AbortSignal) => Promise<CompletionModel | 'loading'>;
  /** Whether the engine is busy with something a person asked for. */
  readonly busy: () => boolean;
  readonly clock: Clock;
  /** Measures the engine. Left out: for these requests alone. */
  readonly speed?: EngineSpeed;
  /** Pieces of other files. Left out: there are none. */
  readonly nearby?: Nearby;
}

/** The most tokens of one answer. It is ended long before where enough has come. */
const mostTokens = 256;

/**
 * The context that a whole prompt with its answer takes, in tokens.
 * @param charactersPerSecond how much the engine reads in a second, which the window goes by; undefined until it is known
 */
export function windowTokens(charactersPerSecond: number | undefined): number {
  return contextNeeded(beforeCharacters(charactersPerSecond), mostTokens);
}

/** Puts requests to the engine, one after the other, with prompts that share their start. */
export class Asking {
  readonly #parts: AskingParts;
  readonly #prompts = new Prompts();
  readonly #speed: EngineSpeed;
  readonly #room = new ContextRoom();
  /** The model that was asked last. */
  #model: CompletionModel | undefined;

  constructor(parts: AskingParts) {
    this.#parts = parts;
    this.#speed = parts.speed ?? new EngineSpeed();
  }

  /**
   * Asks the engine for a flight's answer and takes what comes, until there is enough of it or nobody wants it. Never throws.
   * @param isWanted asked after each piece
   */
  async fly(flight: Flight, isWanted: () => boolean): Promise<Landing> {
    const { signal } = flight.ended;
    if (this.#parts.busy()) return { state: 'torn', nothing: 'taskRunning' };
    const began = this.#parts.clock.now();
    try {
      const model = await this.#parts.model(signal);
      flight.stages.model = this.#parts.clock.now() - began;
      if (model === 'loading') return { state: 'torn', nothing: 'loading' };
      return await this.#receive(flight, model, isWanted);
    } catch (error) {
      if (signal.aborted) return { state: 'torn', nothing: 'cancelled' };
      if (error instanceof TierError) {
        if (error.reason === 'tooLong' && this.#model) this.#room.refused(this.#model, this.#most(this.#model));
        return { state: 'torn', nothing: error.reason, detail: error.message };
      }
      // A fault of our own: while typing it must not be more than a reason, too.
      return { state: 'torn', nothing: 'engineFailed', detail: String(error) };
    } finally {
      flight.stages.total = this.#parts.clock.now() - began;
    }
  }

  /** The model that was asked last. */
  get model(): CompletionModel | undefined {
    return this.#model;
  }

  /** Whether the model that was asked last is told what is typed of a word. */
  get tellsBeginnings(): boolean {
    return this.#model?.way.way === 'chat';
  }

  /** How much of other files the prompts may hold, in UTF-16 code units; 0: none, so that none need be looked for. */
  get othersRoom(): number {
    const { nearby } = this.#parts;
    return nearby && this.#model
      ? othersRoom(this.#model, othersCharacters(this.#speed.charactersPerSecond), mostTokens)
      : 0;
  }

  /** Lets the pieces of other files change, as when nobody types. @returns whether the next prompt here begins otherwise */
  settle(cursor: CursorText): boolean {
    return this.#parts.nearby?.settle(cursor, this.othersRoom) ?? false;
  }

  /** Has the engine read the prompt for a place, whose answer nobody wants yet. Never throws. */
  async read(cursor: CursorText, signal: AbortSignal): Promise<void> {
    try {
      const model = await this.#parts.model(signal);
      if (model === 'loading') return;
      const text = requestFor(model, this.#promptFor(cursor, '', model));
      const request = { ...text, document: cursor.origin.uri, maximumTokens: 1 };
      const began = this.#parts.clock.now();
      for await (const event of this.#parts.completer.complete(request, signal)) {
        if (event.kind === 'piece') this.#speed.read(request, this.#parts.clock.now() - began);
      }
    } catch {
      // Whoever asks next is told.
    }
  }

  #promptFor(cursor: CursorText, begins: string, model: CompletionModel): Prompt {
    this.#model = model;
    const others = this.#parts.nearby?.for(cursor, this.othersRoom) ?? [];
    const length = others.reduce((sum, { text }) => sum + text.length, 0);
    return this.#prompts.for(cursor, model.way, this.#most(model, length), others, begins);
  }

  /** The most text before the cursor, in UTF-16 code units: what the machine is fast enough for, and the model's context holds. */
  #most(model: CompletionModel, others = 0): number {
    const affordable = beforeCharacters(this.#speed.charactersPerSecond, others);
    return Math.min(affordable, this.#room.beforeCharacters(model, mostTokens));
  }

  async #receive(flight: Flight, model: CompletionModel, isWanted: () => boolean): Promise<Landing> {
    // Behind half a word, a model that chats says the whole word, or another one: there it has nothing to say.
    if (model.way.way === 'chat' && healed(flight.cursor) !== flight.cursor) return { state: 'whole' };
    const prompt = this.#promptFor(flight.cursor, flight.begins, model);
    flight.model = model.name;
    flight.layout = prompt.layout;
    if (prompt.others) flight.others = prompt.others.map(({ origin }) => origin);
    const request = { ...requestFor(model, prompt), document: flight.cursor.origin.uri };
    const receiving = {
      flight,
      request,
      events: this.#parts.completer.complete(request, flight.ended.signal),
      hole: prompt.hole && new HoleAnswer(flight, prompt.hole, proseAt(flight.cursor) !== undefined),
      speed: this.#speed,
      clock: this.#parts.clock,
    };
    const landing = await receive(receiving, isWanted);
    return landing ?? { state: 'torn', nothing: this.#parts.busy() ? 'taskRunning' : 'cancelled' };
  }
}

function requestFor(model: CompletionModel, prompt: Prompt): CompletionRequest {
  const { layout: _layout, others: _others, hole: _hole, ...text } = prompt;
  return {
    ...text,
    model: model.name,
    maximumTokens: mostTokens,
    contextTokens: model.contextTokens,
    logprobs: true,
  };
}
