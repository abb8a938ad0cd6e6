import { createHash } from 'node:crypto';
import { type AnswerRequest, messageText, type Provenance } from '../../tiers/tier.ts';

/** An answer that is kept, so that the same need not be asked again. */
export interface KeptAnswer {
  readonly text: string;
  /** Whether it came to its own end, or (`length`) was cut at the token limit. */
  readonly reason: 'stop' | 'length';
  readonly provenance: Provenance;
}

/** Answers by what was asked, see {@link keyOf}. */
export interface Kept {
  get(key: string): KeptAnswer | undefined;
  put(key: string, answer: KeptAnswer): void;
}

/** A key for all that an answer depends on: every word of the request, its limits, and the model's own content where it is known. */
export function keyOf(request: AnswerRequest, digest: string | undefined): string {
  const { model, messages, maximumTokens, format } = request;
  const said = messages.map((message) => [message.role, messageText(message)]);
  const all = JSON.stringify([digest ?? model, said, maximumTokens, format ?? null]);
  return createHash('sha256').update(all, 'utf8').digest('hex');
}

/** Answers in memory; those that were used longest ago go first. */
export class KeptInMemory implements Kept {
  readonly #answers = new Map<string, KeptAnswer>();
  readonly #most: number;
  #characters = 0;

  /** @param most how much text is kept, in UTF-16 code units */
  constructor(most = 2_000_000) {
    this.#most = most;
  }

  get(key: string): KeptAnswer | undefined {
    const answer = this.#answers.get(key);
    if (answer) {
      this.#answers.delete(key);
      this.#answers.set(key, answer);
    }
    return answer;
  }

  put(key: string, answer: KeptAnswer): void {
    this.#forget(key);
    this.#answers.set(key, answer);
    this.#characters += answer.text.length;
    for (const oldest of this.#answers.keys()) {
      if (this.#characters <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#answers.get(key)?.text.length ?? 0;
    this.#answers.delete(key);
  }
}
