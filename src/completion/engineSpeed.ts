import { type CompletionRequest, type Measured, messageText } from '../tiers/tier.ts';

/** With less new text than this the time to the first piece says little of how fast it was read, in UTF-16 code units. */
const leastCold = 700;

/** Before anything is measured, a machine is believed to read no faster than this, in UTF-16 code units a second. */
const believed = 350;

/**
 * How fast the engine reads and writes on this machine, measured on the requests that are made anyway. What it had in memory of
 * the request before, it does not read again.
 */
export class EngineSpeed {
  #charactersPerSecond: number | undefined;
  #tokenMs: number | undefined;
  #inMemory = '';
  #lastCold = 0;

  /** How much new text it reads in a second, in UTF-16 code units; undefined until it has read enough at once. */
  get charactersPerSecond(): number | undefined {
    return this.#charactersPerSecond;
  }

  /** A request brought its first piece. @param milliseconds from the request on: nearly all of it is reading */
  read(request: Pick<CompletionRequest, 'prompt' | 'messages'>, milliseconds: number): void {
    const text = textOf(request);
    this.#lastCold = text.length - sharedStart(text, this.#inMemory);
    this.#inMemory = text;
    this.#measured(milliseconds);
  }

  /** It wrote so many tokens, after the first one. */
  wrote(tokens: number, milliseconds: number): void {
    if (tokens > 0) this.#tokenMs = milliseconds / tokens;
  }

  /** The engine's own figures at the end of the request that was read last: without what waiting and sending cost. */
  ended({ promptMs, answerTokens, answerMs }: Measured): void {
    if (promptMs !== undefined) this.#measured(promptMs);
    if (answerTokens && answerMs) this.#tokenMs = answerMs / answerTokens;
  }

  /** Something else was asked meanwhile: nothing is in its memory that a completion could begin with. */
  forget(): void {
    this.#inMemory = '';
  }

  /**
   * Whether an engine as fast as this one would have said something by now. A request that ran into its time limit while it
   * read a long text for the first time says that the machine is slow, which the next window takes into account, and not that
   * the engine has failed.
   * @param waitedMs how long nothing came
   * @param heard whether anything had come before
   */
  readonly bytesWereDue = (request: CompletionRequest, waitedMs: number, heard: boolean): boolean => {
    const tokenMs = this.#tokenMs ?? 0;
    if (heard) return waitedMs > tokenMs;
    const text = textOf(request);
    const cold = text.length - sharedStart(text, this.#inMemory);
    const isDue = waitedMs > (cold / (this.#charactersPerSecond ?? believed)) * 1000 + tokenMs;
    if (!isDue) {
      this.#lastCold = cold;
      this.#measured(waitedMs);
    }
    // How far it came is not known.
    this.#inMemory = '';
    return isDue;
  };

  #measured(milliseconds: number): void {
    if (this.#lastCold >= leastCold) this.#charactersPerSecond = this.#lastCold / (Math.max(1, milliseconds) / 1000);
  }
}

/** What the engine reads of a request, in its order, but for what its own template puts behind it. */
const textOf = ({ prompt, messages }: Pick<CompletionRequest, 'prompt' | 'messages'>) =>
  messages ? messages.map(messageText).join('\n') : prompt;

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
