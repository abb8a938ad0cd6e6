import type { CursorText } from '../base/text.ts';
import { firstLine } from '../base/text.ts';
import type { CompletionRequest } from '../tiers/tier.ts';
import { type FimFormat, type FimWay, suffixWindow } from './fim.ts';
import { Windows } from './window.ts';

/** How a prompt is laid out: what decides how much of it the engine must evaluate at each key. */
export type Layout =
  /** Text typed since the anchor stands after the middle marker: only it is new to the engine. */
  | 'typedLast'
  /** Suffix first, for models trained on it: only what was typed at the end is new. */
  | 'suffixFirst'
  /** The engine's own template, prefix before a short suffix: the suffix is new each time. */
  | 'suffixField';

/** A prompt, as far as the text decides it. */
export type Prompt = Pick<CompletionRequest, 'prompt' | 'suffix' | 'raw'> & { readonly layout: Layout };

/** How many lines are typed behind the middle marker before they move in front of it. */
const mostTypedLines = 12;

/** Where the engine puts the suffix last, a long one costs more at each key than it helps. */
const suffixFieldCharacters = 150;

/**
 * Lays out prompts so that each shares the longest possible start with the one before it: the engine keeps what it has
 * evaluated and continues at the first difference.
 */
export class Prompts {
  readonly #windows = new Windows();
  #anchor: { readonly uri: string; readonly before: string; readonly after: string } | undefined;

  /** @param beforeCharacters the most text before the cursor that the machine is fast enough for */
  for(cursor: CursorText, way: FimWay, beforeCharacters: number): Prompt {
    const size = way.way === 'raw' ? way.format : { ...suffixWindow, afterCharacters: suffixFieldCharacters };
    const window = this.#windows.cut(cursor, {
      beforeCharacters: Math.min(size.beforeCharacters, beforeCharacters),
      afterCharacters: size.afterCharacters,
    });
    const after = frozen(window.after);
    if (way.way === 'suffix') {
      // An empty suffix makes the engine answer as in a conversation: a newline stands for "nothing follows".
      return { raw: false, prompt: window.before, suffix: after || '\n', layout: 'suffixField' };
    }
    const { format } = way;
    if (format.preferred === 'suffixFirst' && format.suffixFirst) {
      return { raw: true, prompt: format.suffixFirst(window.before, after), layout: 'suffixFirst' };
    }
    return { raw: true, prompt: this.#typedLast(cursor.origin.uri, window.before, after, format), layout: 'typedLast' };
  }

  #typedLast(uri: string, before: string, after: string, format: FimFormat): string {
    if (!format.middleLast) return format.prompt(before, after);
    const anchor = this.#anchor;
    const holds = anchor?.uri === uri && anchor.after === after && before.startsWith(anchor.before);
    const typed = holds ? before.slice(anchor.before.length) : '';
    if (!holds || lineCount(typed) > mostTypedLines) {
      this.#anchor = { uri, before, after };
      return format.prompt(before, after);
    }
    return format.prompt(anchor.before, after) + typed;
  }
}

/**
 * The suffix that stays the same while a line is typed: without the rest of the line where that is only what an editor closes
 * by itself, since trimming takes care of it.
 */
function frozen(after: string): string {
  const rest = firstLine(after);
  return /^[\s)\]}>"'`;,]*$/.test(rest) ? after.slice(rest.length) : after;
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
