import type { Clock } from '../../../src/base/clock.ts';
import { type Completer, type CompletionRequest, TierError, type TierEvent } from '../../../src/tiers/tier.ts';
import { Pieces } from './pieces.ts';
import type { Profile } from './profiles.ts';
import { commonPrefix, tokenize } from './tokens.ts';
import type { AnswerToken } from './truth.ts';

/** How many prompt tokens are evaluated at once: only between two batches does the engine notice that nobody listens. */
export const batchTokens = 512;

/** What the engine did for one request. */
export interface Served {
  readonly request: CompletionRequest;
  readonly promptTokens: number;
  /** Whether a request with the very same prompt was waiting or being answered when this one came. */
  readonly duplicate: boolean;
  evaluatedTokens: number;
  generatedTokens: number;
  /** Tokens whose decoding ended after what was typed had contradicted the answer. */
  wastedTokens: number;
  ended: 'waiting' | 'done' | 'cancelled';
}

/** What the simulator is told about the world. */
export interface EngineParts {
  readonly clock: Clock;
  readonly profile: Profile;
  /** What the model says to a prompt, to its end. */
  readonly answer: (prompt: string, request: CompletionRequest) => readonly AnswerToken[];
  /** Begins to follow an answer: says, after each token, whether what is typed by now rules out what was generated. */
  readonly follow?: (prompt: string, request: CompletionRequest) => (generated: string) => boolean;
}

interface Job {
  readonly served: Served;
  readonly prompt: readonly string[];
  readonly pieces: Pieces;
  readonly arrived: number;
  cancelled: boolean;
}

/**
 * An engine as Ollama runs one by default: one slot that keeps the tokens of the last prompt and its answer and evaluates only what
 * differs (at least one token), one request at a time in the order in which they came, a disconnect noticed at the next
 * batch or token (design: `models.md`, "Facts about Ollama").
 */
export class EngineSimulator implements Completer {
  readonly served: Served[] = [];
  readonly #parts: EngineParts;
  readonly #queue: Job[] = [];
  #running: Job | undefined;
  #slot: readonly string[] = [];

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Whether it works on something, or somebody waits. */
  get isBusy(): boolean {
    return this.#running !== undefined || this.#queue.length > 0;
  }

  /** How many tokens of a prompt's beginning are in memory. */
  sharedWith(prompt: readonly string[]): number {
    return commonPrefix(this.#slot, prompt);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (signal.aborted) return;
    const job = this.#enter(request);
    const leave = () => {
      job.cancelled = true;
      job.pieces.drop();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      yield* job.pieces;
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  #enter(request: CompletionRequest): Job {
    const prompt = tokenize(request.prompt);
    if (prompt.length + request.maximumTokens > request.contextTokens) {
      throw new TierError('tooLong', `${prompt.length} tokens`);
    }
    const others = this.#running ? [this.#running, ...this.#queue] : this.#queue;
    const duplicate = others.some((job) => !job.cancelled && job.served.request.prompt === request.prompt);
    const counts = { evaluatedTokens: 0, generatedTokens: 0, wastedTokens: 0, ended: 'waiting' as const };
    const served: Served = { request, promptTokens: prompt.length, duplicate, ...counts };
    const job: Job = { served, prompt, pieces: new Pieces(), arrived: this.#parts.clock.now(), cancelled: false };
    this.served.push(served);
    this.#queue.push(job);
    if (!this.#running) void this.#serveAll();
    return job;
  }

  async #serveAll(): Promise<void> {
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      this.#running = job;
      const whole = !job.cancelled && (await this.#evaluate(job)) && (await this.#decode(job));
      job.served.ended = whole ? 'done' : 'cancelled';
      job.pieces.end();
    }
    this.#running = undefined;
  }

  /** Brings the slot to the prompt. @returns whether anybody still listens */
  async #evaluate(job: Job): Promise<boolean> {
    const { clock, profile } = this.#parts;
    const { prompt, served } = job;
    let done = Math.min(commonPrefix(this.#slot, prompt), prompt.length - 1);
    while (done < prompt.length) {
      const batch = Math.min(batchTokens, prompt.length - done);
      await clock.wait((batch / profile.evaluated) * 1000);
      done += batch;
      served.evaluatedTokens += batch;
      this.#slot = prompt.slice(0, done);
      if (job.cancelled) return false;
    }
    return true;
  }

  /** Generates token by token. @returns whether the answer came to its end */
  async #decode(job: Job): Promise<boolean> {
    const { clock, profile } = this.#parts;
    const { request } = job.served;
    const slot = [...this.#slot];
    this.#slot = slot;
    const firstAt = clock.now();
    let text = '';
    const contradicts = this.#parts.follow?.(request.prompt, request);
    let contradicted = false;
    for (const token of this.#parts.answer(request.prompt, request)) {
      if (job.served.generatedTokens >= request.maximumTokens) return this.#done(job, 'length', firstAt);
      await clock.wait(1000 / profile.decoded);
      if (job.cancelled) return false;
      job.served.generatedTokens++;
      contradicted ||= contradicts?.(text) ?? false;
      if (contradicted) job.served.wastedTokens++;
      slot.push(token.text);
      const stopped = cutAtStop(text + token.text, text.length, request.stop);
      this.#say(job, stopped ?? token.text, token.logprob);
      if (stopped !== undefined) return this.#done(job, 'stop', firstAt);
      text += token.text;
    }
    // The token that says "this is the end" is decoded like any other.
    await clock.wait(1000 / profile.decoded);
    return !job.cancelled && this.#done(job, 'stop', firstAt);
  }

  #say(job: Job, text: string, logprob: number): void {
    if (text !== '') job.pieces.push({ kind: 'piece', text, logprobs: [logprob] });
  }

  #done(job: Job, reason: 'stop' | 'length', firstAt: number): true {
    const now = this.#parts.clock.now();
    const { request, promptTokens, evaluatedTokens, generatedTokens } = job.served;
    job.pieces.push({
      kind: 'done',
      reason,
      provenance: { tier: 'local', engine: 'Simulator', host: 'in process', model: request.model },
      measured: {
        totalMs: now - job.arrived,
        promptTokens,
        promptMs: (evaluatedTokens / this.#parts.profile.evaluated) * 1000,
        answerTokens: generatedTokens,
        answerMs: now - firstAt,
      },
    });
    return true;
  }
}

/** What a token still adds before a stop string that ends in it, or undefined. @param said how much of the text was said before */
function cutAtStop(text: string, said: number, stops: readonly string[]): string | undefined {
  for (const stop of stops) {
    const at = text.indexOf(stop, Math.max(0, said - stop.length + 1));
    if (at >= 0) return text.slice(said, Math.max(said, at));
  }
  return undefined;
}
