import type { CursorText } from '../base/text.ts';
import { type AnswerText, agrees, contradicts } from './answerText.ts';
import { healed } from './healing.ts';

/** How many contradicted answers are remembered. */
const mostRemembered = 8;

/** The answers that were contradicted last. Asked at the same place, the model would only say the same again. */
export class Contradictions {
  #last: readonly AnswerText[] = [];

  add(answer: AnswerText): void {
    if (!this.#last.includes(answer)) this.#last = [...this.#last.slice(1 - mostRemembered), answer];
  }

  clear(): void {
    this.#last = [];
  }

  /**
   * Where to ask for a cursor: at the start of its word, unless the model is known to say another word there.
   * @param known the other answers that are remembered
   * @param isTold whether the model is told what is typed of the word: then it may say another one than without knowing
   */
  startOf(
    cursor: CursorText,
    known: { some(is: (answer: AnswerText) => boolean): boolean },
    isTold = false,
  ): CursorText {
    const start = healed(cursor);
    if (start === cursor) return cursor;
    const begins = cursor.before.slice(start.before.length);
    const saysElse = (answer: AnswerText) =>
      agrees(answer, start) && contradicts(answer, cursor) && (!isTold || answer.begins === begins);
    return this.#last.some(saysElse) || known.some(saysElse) ? cursor : start;
  }
}
