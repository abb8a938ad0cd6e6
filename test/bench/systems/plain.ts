import { wholeAnswer } from './asked.ts';
import type { System, SystemKind, SystemParts } from './system.ts';
import { firstLinesWithin, lastLinesWithin, linesAround, prefixSuffixMiddle } from './windows.ts';

const debounceMs = 300;
const prefixTokens = 307;
const suffixTokens = 205;
/** As far as a window of so many tokens can reach, in lines. */
const mostLines = 310;

/**
 * A careful baseline of ours, in the manner of widely used assistants: waits for a pause, cuts a window that slides with the cursor,
 * remembers answers by the exact text before the cursor, and ends a request when the next one replaces it. It asks for the
 * rest of the line, which is kindest to its speed.
 */
export const plain: SystemKind = { name: 'plain', start: (parts) => new Plain(parts) };

class Plain implements System {
  readonly #parts: SystemParts;
  readonly #known = new Map<string, string>();
  #running = new AbortController();

  constructor(parts: SystemParts) {
    this.#parts = parts;
  }

  async provide(document: Parameters<System['provide']>[0], signal: AbortSignal): Promise<string | undefined> {
    await this.#parts.clock.wait(debounceMs, signal);
    if (signal.aborted) return undefined;
    const { before, after } = linesAround(document, mostLines, mostLines);
    const prefix = lastLinesWithin(before, prefixTokens);
    const known = this.#known.get(prefix);
    if (known !== undefined) return known;
    this.#running.abort();
    this.#running = new AbortController();
    const prompt = prefixSuffixMiddle({ before: prefix, after: firstLinesWithin(after, suffixTokens) });
    const asked = { prompt, maximumTokens: 128, stop: ['\n'] };
    const answer = await wholeAnswer(this.#parts.completer, asked, this.#running.signal);
    if (answer !== undefined) this.#known.set(prefix, answer);
    return answer;
  }

  dispose(): void {
    this.#running.abort();
  }
}
