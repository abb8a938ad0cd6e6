import type { Clock } from '../base/clock.ts';
import type { CursorText } from '../base/text.ts';
import { type Completer, type CompletionRequest, TierError } from '../tiers/tier.ts';
import { proseAt } from '../writing/proseAt.ts';
import type { AnswerText } from './answerText.ts';
import type { Flight, FlightEnd } from './flight.ts';
import { healed } from './healing.ts';
import { HoleAnswer } from './holeAnswer.ts';
import { type Prompt, Prompts } from './prompts.ts';
import { reachAt } from './reach.ts';
import type { Nearby } from './recent/nearby.ts';
import { othersRoom } from './recent/room.ts';
import type { CompletionWay } from './way.ts';
import { WindowBudget } from './windowBudget.ts';

/** The model that completes, and how it wants to be asked. */
export interface CompletionModel {
  readonly name: string;
  readonly contextTokens: number;
  readonly way: CompletionWay;
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
  /** Pieces of other files. Left out: there are none. */
  readonly nearby?: Nearby;
}

/** How a request ended, and in which state that leaves its answer. */
export type Landing = FlightEnd & { readonly state: Exclude<AnswerText['state'], 'arriving'> };

/** The most tokens of one answer. It is ended long before where enough has come. */
const mostTokens = 256;

/** Puts requests to the engine, one after the other, with prompts that share their start. */
export class Asking {
  readonly #parts: AskingParts;
  readonly #prompts = new Prompts();
  readonly #budget = new WindowBudget();
  /** The model that was asked last. */
  #model: CompletionModel | undefined;

  constructor(parts: AskingParts) {
    this.#parts = parts;
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
      if (error instanceof TierError) return { state: 'torn', nothing: error.reason, detail: error.message };
      // A fault of our own: while typing it must not be more than a reason, too.
      return { state: 'torn', nothing: 'engineFailed', detail: String(error) };
    } finally {
      flight.stages.total = this.#parts.clock.now() - began;
    }
  }

  /** Whether the model that was asked last is told what is typed of a word. */
  get tellsBeginnings(): boolean {
    return this.#model?.way.way === 'chat';
  }

  /** How much of other files the prompts may hold, in UTF-16 code units; 0: none, so that none need be looked for. */
  get othersRoom(): number {
    const { nearby } = this.#parts;
    return nearby && this.#model ? othersRoom(this.#model, this.#budget.othersCharacters, mostTokens) : 0;
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
      const request = { ...requestFor(model, this.#promptFor(cursor, '', model)), maximumTokens: 1 };
      const began = this.#parts.clock.now();
      for await (const event of this.#parts.completer.complete(request, signal)) {
        if (event.kind === 'piece') this.#budget.measured(request.prompt, this.#parts.clock.now() - began);
      }
    } catch {
      // Whoever asks next is told.
    }
  }

  #promptFor(cursor: CursorText, begins: string, model: CompletionModel): Prompt {
    this.#model = model;
    const others = this.#parts.nearby?.for(cursor, this.othersRoom);
    return this.#prompts.for(cursor, model.way, this.#budget.characters, others, begins);
  }

  async #receive(flight: Flight, model: CompletionModel, isWanted: () => boolean): Promise<Landing> {
    // Behind half a word, a model that chats says the whole word, or another one: there it has nothing to say.
    if (model.way.way === 'chat' && healed(flight.cursor) !== flight.cursor) return { state: 'whole' };
    const prompt = this.#promptFor(flight.cursor, flight.begins, model);
    const hole = prompt.hole && new HoleAnswer(flight, prompt.hole, proseAt(flight.cursor) !== undefined);
    flight.model = model.name;
    flight.layout = prompt.layout;
    if (prompt.others) flight.others = prompt.others.map(({ origin }) => origin);
    const began = this.#parts.clock.now();
    const reach = reachAt(flight.cursor);
    for await (const event of this.#parts.completer.complete(requestFor(model, prompt), flight.ended.signal)) {
      if (event.kind === 'done') {
        flight.measured = event.measured;
        hole?.end();
        if (event.reason !== 'stop') return { state: 'torn' };
        flight.cut(reach.enough(flight.text, true) ?? flight.text.length);
        return { state: 'whole' };
      }
      if (flight.stages.firstPiece === undefined) {
        flight.stages.firstPiece = this.#parts.clock.now() - began;
        this.#budget.measured(prompt.prompt, flight.stages.firstPiece);
      }
      (hole ?? flight).add(event.text, event.logprobs);
      const enough = reach.enough(flight.text, false);
      if (enough !== undefined) {
        flight.cut(enough);
        return { state: 'whole' };
      }
      if (!isWanted()) return { state: 'torn', nothing: 'cancelled' };
    }
    // Ended without `done`: it was aborted, or gave way to a task.
    return { state: 'torn', nothing: this.#parts.busy() ? 'taskRunning' : 'cancelled' };
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
