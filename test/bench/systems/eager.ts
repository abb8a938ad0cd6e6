import { wholeAnswer } from './asked.ts';
import type { System, SystemKind, SystemParts } from './system.ts';
import { linesAround, prefixSuffixMiddle } from './windows.ts';

const linesAbove = 256;
const linesBelow = 64;
const mostTokens = 128;
const mostKnown = 250;

/**
 * An eager baseline of ours, in the manner of widely used assistants: asks at once with a large window, never cancels, and
 * keeps answers by the text before the cursor, also for somebody who types along one within the line. It has one request
 * at a time: the newest question waits for the one in flight and then looks at what is known before it asks.
 */
export const eager: SystemKind = { name: 'eager', start: (parts) => new Eager(parts) };

/** An answer, and the text before the cursor for which it was given. */
interface Known {
  readonly before: string;
  readonly answer: string;
}

class Eager implements System {
  readonly #parts: SystemParts;
  /** The one used last at the end. */
  #known: readonly Known[] = [];
  #inFlight: Promise<unknown> | undefined;

  constructor(parts: SystemParts) {
    this.#parts = parts;
  }

  async provide(document: Parameters<System['provide']>[0], signal: AbortSignal): Promise<string | undefined> {
    const sides = linesAround(document, linesAbove, linesBelow);
    for (;;) {
      if (signal.aborted) return undefined;
      const known = this.#find(sides.before);
      if (known !== undefined) return known;
      if (!this.#inFlight) break;
      await this.#inFlight;
    }
    const answering = this.#ask(prefixSuffixMiddle(sides), sides.before);
    this.#inFlight = answering;
    return answering;
  }

  async #ask(prompt: string, before: string): Promise<string | undefined> {
    const asked = { prompt, maximumTokens: mostTokens, stop: [] };
    const answer = await wholeAnswer(this.#parts.completer, asked, new AbortController().signal);
    this.#inFlight = undefined;
    if (answer !== undefined) this.#keep({ before, answer });
    return answer;
  }

  /** What is left of an answer that was given earlier on this line and agrees with what was typed since. */
  #find(before: string): string | undefined {
    const lineStart = before.lastIndexOf('\n') + 1;
    const found = this.#known.findLast(({ before: asked, answer }) => {
      if (asked.length < lineStart || !before.startsWith(asked)) return false;
      const typed = before.slice(asked.length);
      return answer.startsWith(typed) && answer.length > typed.length;
    });
    if (!found) return undefined;
    this.#keep(found);
    return found.answer.slice(before.length - found.before.length);
  }

  /** Makes this the answer that was used last, and forgets the one whose last use is longest ago. */
  #keep(known: Known): void {
    this.#known = [...this.#known.filter((other) => other.before !== known.before), known].slice(-mostKnown);
  }
}
