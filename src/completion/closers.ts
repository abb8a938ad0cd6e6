import { firstLine } from '../base/text.ts';

/** What an editor closes by itself right of the cursor, with nothing else on the line. */
export const onlyClosers = /^[\s)\]}>"'`;,]*$/;

const opening: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
  ['>', '<'],
]);

/** Whether a text closes all these brackets itself, beyond those it opens, so that it can take their place. */
export function closesAll(text: string, closers: string): boolean {
  let at = 0;
  let open = 0;
  for (const character of text) {
    const closer = closers[at];
    if (closer === undefined) break;
    if (character === closer && open === 0) at++;
    else if (character === closer) open--;
    else if (character === opening.get(closer)) open++;
  }
  return at === closers.length;
}

/**
 * The brackets and quotes right of the cursor, where nothing else stands on the rest of its line: prompts leave them out, so that
 * a model closes them itself.
 */
export function closersAt(after: string): string {
  const rest = firstLine(after);
  return onlyClosers.test(rest) ? (/^[)\]}>"'`]*/.exec(rest)?.[0] ?? '') : '';
}
