import type { Clock } from '../base/clock.ts';
import type { CursorText } from '../base/text.ts';
import { type Completer, type CompletionRequest, type Measured, TierError } from '../tiers/tier.ts';
import { extentAt, Growing } from './extent.ts';
import { type FimWay, suffixWindow } from './fim.ts';
import type { Outcome } from './outcome.ts';
import { trim } from './trim.ts';
import { stillAgrees, TypedThrough } from './typedThrough.ts';
import { type Window, Windows } from './window.ts';

/** The model that completes, and how it wants to be asked. */
export interface CompletionModel {
  readonly name: string;
  readonly contextTokens: number;
  readonly way: FimWay;
}

/** What the root hands in. */
export interface CompletionParts {
  readonly completer: Completer;
  /**
   * The model to use now, or `loading` while it is being brought into memory.
   * @throws {TierError}
   */
  readonly model: (signal: AbortSignal) => Promise<CompletionModel | 'loading'>;
  /** Whether the engine is busy with something a person asked for. */
  readonly busy: () => boolean;
  readonly clock: Clock;
}

/** One question to the engine, which later keystrokes may share. */
interface Flight {
  readonly cursor: CursorText;
  readonly ended: AbortController;
  /** What has arrived of the answer. */
  arrived: () => string;
  outcome: Promise<Answered>;
}

/** An outcome with what was measured on the way to it. */
export type Answered = Outcome & { readonly measured?: Measured };

/** The most tokens of one line, and of a block. */
const lineTokens = 64;
const blockTokens = 256;

/**
 * How long a request whose keystroke is gone goes on, in milliseconds. VS Code cancels at every key and asks again 50 ms
 * later; the answer in flight is often the right one for the next key too.
 */
const graceMs = 150;

/** From the text at a cursor to a suggestion. At most one request is outstanding. */
export class Completions {
  readonly #parts: CompletionParts;
  readonly #known = new TypedThrough();
  readonly #windows = new Windows();
  #flight: Flight | undefined;
  /** The newest cursor that waits for the request in flight. */
  #wanted: CursorText | undefined;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
  }

  /** A suggestion for this cursor, or why there is none. Never throws and never opens a window: failure is a value. */
  async complete(cursor: CursorText, signal: AbortSignal): Promise<Answered> {
    const known = this.#known.find(cursor);
    if (known) return { suggestion: { ...known, from: 'cache' } };
    if (cursor.before.includes('\u0000')) return { nothing: 'notText' };
    if (signal.aborted) return { nothing: 'cancelled' };

    for (;;) {
      const flight = this.#adopt(cursor) ?? this.#start(cursor);
      const answered = await Promise.race([flight.outcome, aborted(signal)]);
      if (answered === 'aborted') {
        void this.#endUnlessAdopted(flight, cursor);
        return { nothing: 'cancelled' };
      }
      if (flight.cursor === cursor) return answered;
      // The answer was asked for an earlier keystroke: what was typed since is taken off it.
      const left = this.#known.find(cursor);
      const measured = answered.measured ? { measured: answered.measured } : {};
      if (left) return { suggestion: { ...left, from: 'engine' }, ...measured };
      // It failed, and a new request would meet the same trouble; but one that only turned out to say something else is asked anew.
      if ('nothing' in answered && answered.nothing !== 'empty' && answered.nothing !== 'cancelled') return answered;
      // Somebody newer is waiting, or all was forgotten: a request for this keystroke would only end theirs.
      if (this.#wanted !== cursor) return { nothing: 'cancelled' };
    }
  }

  /** Forgets all suggestions, as after a change of model. */
  clear(): void {
    this.#flight?.ended.abort();
    this.#flight = undefined;
    this.#wanted = undefined;
    this.#known.clear();
  }

  dispose(): void {
    this.clear();
  }

  /** The request in flight, if what was typed since agrees with it; otherwise it is ended at once. */
  #adopt(cursor: CursorText): Flight | undefined {
    const flight = this.#flight;
    if (flight && stillAgrees(flight.cursor, flight.arrived(), cursor)) {
      this.#wanted = cursor;
      return flight;
    }
    flight?.ended.abort();
    return undefined;
  }

  async #endUnlessAdopted(flight: Flight, cursor: CursorText): Promise<void> {
    await this.#parts.clock.wait(graceMs, flight.ended.signal);
    if (this.#wanted === cursor) flight.ended.abort();
  }

  #start(cursor: CursorText): Flight {
    const growing = new Growing(extentAt(cursor));
    const ended = new AbortController();
    const flight: Flight = {
      cursor,
      ended,
      arrived: () => growing.text,
      outcome: this.#ask(cursor, growing, ended.signal).finally(() => {
        ended.abort();
        if (this.#flight === flight) this.#flight = undefined;
      }),
    };
    this.#flight = flight;
    this.#wanted = cursor;
    return flight;
  }

  async #ask(cursor: CursorText, growing: Growing, signal: AbortSignal): Promise<Answered> {
    if (this.#parts.busy()) return { nothing: 'taskRunning' };
    try {
      const model = await this.#parts.model(signal);
      if (model === 'loading') return { nothing: 'loading' };
      const window = this.#windows.cut(cursor, model.way.way === 'raw' ? model.way.format : suffixWindow);
      const multiline = extentAt(cursor).mostLines > 1;
      let whole = false;
      let measured: Measured | undefined;
      for await (const event of this.#parts.completer.complete(requestFor(model, window, multiline), signal)) {
        if (event.kind === 'done') {
          whole = event.reason === 'stop';
          measured = event.measured;
        } else if (growing.add(event.text)) {
          whole = true;
          break;
        } else if (this.#wanted && !stillAgrees(cursor, growing.text, this.#wanted)) {
          return { nothing: 'cancelled' };
        }
      }
      // Ended without `done` and without enough text: it was aborted, or gave way to a task.
      if (!whole && !measured) return { nothing: this.#parts.busy() ? 'taskRunning' : 'cancelled' };
      const noted = measured ? { measured } : {};
      const text = trim(growing.text, cursor, whole);
      if (text === undefined) return { nothing: 'empty', ...noted };
      this.#known.keep(cursor, text, model.name);
      return { suggestion: { text, from: 'engine', model: model.name }, ...noted };
    } catch (error) {
      if (signal.aborted) return { nothing: 'cancelled' };
      if (error instanceof TierError) return { nothing: error.reason, detail: error.message };
      // A fault of our own: while typing it must not be more than a reason, too.
      return { nothing: 'engineFailed', detail: String(error) };
    }
  }
}

function requestFor(model: CompletionModel, window: Window, multiline: boolean): CompletionRequest {
  const lineEnd = multiline ? [] : ['\n'];
  const shared = {
    model: model.name,
    maximumTokens: multiline ? blockTokens : lineTokens,
    contextTokens: model.contextTokens,
  };
  if (model.way.way === 'suffix') {
    // An empty suffix makes the engine answer as in a conversation: a newline stands for "nothing follows".
    return { ...shared, raw: false, prompt: window.before, suffix: window.after || '\n', stop: lineEnd };
  }
  const { format } = model.way;
  return {
    ...shared,
    raw: true,
    prompt: format.prompt(window.before, window.after),
    stop: [...format.stop, ...lineEnd],
  };
}

/** Resolves when the signal aborts; lets go of the signal when it is collected with its request. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
