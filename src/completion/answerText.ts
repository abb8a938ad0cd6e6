import type { CursorText } from '../base/text.ts';
import { type Place, typedSince } from './place.ts';
import { reachAt } from './reach.ts';

/** A token's end within an answer, in UTF-16 code units, and how sure the model was of it (natural logarithm). */
export interface Certainty {
  readonly end: number;
  readonly logprob: number;
}

/** A model's text for a place, complete or still arriving. */
export interface AnswerText {
  readonly place: Place;
  readonly text: string;
  /** What was typed of it when it was asked for. */
  readonly begins?: string;
  readonly certainties: readonly Certainty[];
  readonly model: string;
  /** `arriving`: more may come; `whole`: the model or we ended it at its end; `torn`: it ended somewhere. */
  readonly state: 'arriving' | 'whole' | 'torn';
}

/** What an answer has for a cursor. */
export interface Part {
  /** What would be shown: the rest of the line, the next line, a block, or a sentence. */
  readonly text: string;
  /** Whether more of the answer follows behind it. */
  readonly more: number;
  readonly whole: boolean;
  /** The mean certainty of its tokens; undefined where the engine does not say. */
  readonly certainty?: number;
  /** What the editor closed right of the cursor, and the text closes itself. */
  readonly closers: string;
}

/** Whether an answer can still be what is wanted at a cursor: nothing typed contradicts it. What has not arrived cannot. */
export function agrees(answer: AnswerText, cursor: CursorText): boolean {
  const typed = typedSince(answer.place, cursor);
  if (!typed) return false;
  if (answer.text.startsWith(typed.text)) return true;
  return answer.state === 'arriving' && typed.text.startsWith(answer.text);
}

/** Whether an answer, as far as it came, says something else than what was typed: asked again, it would again. */
export function contradicts(answer: AnswerText, cursor: CursorText): boolean {
  const typed = typedSince(answer.place, cursor);
  if (!typed || answer.text.startsWith(typed.text)) return false;
  return answer.state === 'whole' || !typed.text.startsWith(answer.text);
}

/**
 * The part of an answer to show at a cursor.
 * @returns `notYet` while it is still arriving; undefined when the answer has nothing for this cursor
 */
export function partAt(answer: AnswerText, cursor: CursorText): Part | 'notYet' | undefined {
  const typed = typedSince(answer.place, cursor);
  if (!typed) return undefined;
  if (!answer.text.startsWith(typed.text)) {
    return answer.state === 'arriving' && typed.text.startsWith(answer.text) ? 'notYet' : undefined;
  }
  const left = answer.text.slice(typed.text.length);
  const end = reachAt(cursor).shownEnd(left, answer.state === 'arriving');
  if (end === undefined && answer.state === 'arriving') return 'notYet';
  const text = left.slice(0, end ?? left.length);
  if (text.trim() === '') return undefined;
  const from = typed.text.length;
  const certainty = meanCertainty(answer.certainties, from, from + text.length);
  return {
    text,
    more: left.length - text.length,
    whole: end !== undefined || answer.state === 'whole',
    closers: typed.closers,
    ...(certainty === undefined ? {} : { certainty }),
  };
}

function meanCertainty(certainties: readonly Certainty[], from: number, to: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (const { end, logprob } of certainties) {
    if (end <= from) continue;
    sum += logprob;
    count++;
    if (end >= to) break;
  }
  return count === 0 ? undefined : sum / count;
}
