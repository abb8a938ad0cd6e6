import type { CursorText } from '../base/text.ts';
import { type AnswerText, type Part, partAt } from './answerText.ts';

const mostKnown = 50;

/**
 * Remembers answers by the text before them, so that typing along one, or coming back to it, needs no request. An answer that
 * went on for several lines serves them all.
 */
export class KnownAnswers {
  #known: readonly AnswerText[] = [];

  /** What is left of a known answer at this cursor: of the newest one that agrees with what was typed. */
  find(cursor: CursorText): { part: Part; answer: AnswerText } | undefined {
    for (let index = this.#known.length - 1; index >= 0; index--) {
      const answer = this.#known[index];
      const part = answer && partAt(answer, cursor);
      if (answer && part && part !== 'notYet') return { part, answer };
    }
    return undefined;
  }

  /** Whether any of them is such. */
  some(is: (answer: AnswerText) => boolean): boolean {
    return this.#known.some(is);
  }

  keep(answer: AnswerText): void {
    this.#known = [...this.#known.slice(1 - mostKnown), answer];
  }

  clear(): void {
    this.#known = [];
  }
}
