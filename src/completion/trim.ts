import { firstLine, lastLine } from '../base/text.ts';
import { withoutHiddenCharacters } from '../writing/hiddenCharacters.ts';

/**
 * Makes an answer of the model fit its place: nothing that already stands there, nothing that cannot be seen, no torn end.
 * @param whole whether the model ended by itself (`stop`) rather than at the token limit
 * @returns the text to show, or undefined when nothing worth showing is left
 */
export function trim(answer: string, place: { before: string; after: string }, whole: boolean): string | undefined {
  let text = withoutHiddenCharacters(answer.replaceAll('\r\n', '\n'));
  if (!whole) text = dropTornLine(text);
  text = dropLinesBelow(text.trimEnd(), place.after);
  text = dropRestOfLine(text, firstLine(place.after));
  text = text.trimEnd();
  if (text.trim() === '') return undefined;
  if (repeatsLineAbove(text, place)) return undefined;
  return text;
}

/** At the token limit the last line of several is torn. A single line is kept: its start may still be wanted. */
function dropTornLine(text: string): string {
  const end = text.lastIndexOf('\n');
  return end > 0 && text.slice(0, end).trim() !== '' ? text.slice(0, end) : text;
}

/** Drops whole lines at the end that already stand below the cursor. */
function dropLinesBelow(text: string, after: string): string {
  const below = after.includes('\n') ? after.slice(after.indexOf('\n') + 1).split('\n', 12) : [];
  while (below.length > 0 && below[0]?.trim() === '') below.shift();
  const lines = text.split('\n');
  if (lines.length < 2 || below.length === 0) return text;
  for (let from = 1; from < lines.length; from++) {
    const same = lines.slice(from).every((line, at) => at < below.length && line.trimEnd() === below[at]?.trimEnd());
    if (same) return lines.slice(0, from).join('\n');
  }
  return text;
}

/**
 * Drops the end of a one-line answer that repeats what stands right of the cursor: `foo(█)` must not become `foo(a))`.
 * An end that closes a bracket of the answer's own repeats nothing: `foo(█)` may become `foo(bar())`.
 */
function dropRestOfLine(text: string, rest: string): string {
  const right = rest.trimEnd();
  if (right === '' || text.includes('\n')) return text;
  const end = text.trimEnd();
  for (let length = Math.min(right.length, end.length); length > 0; length--) {
    if (end.endsWith(right.slice(0, length)) && !leavesOpen(end.slice(0, -length))) return end.slice(0, -length);
  }
  // The answer went on past what stands there: keep what comes before it.
  const at = right.length > 1 ? end.indexOf(right) : -1;
  return at >= 0 && !leavesOpen(end.slice(0, at)) ? end.slice(0, at) : end;
}

/** Whether a text opens more brackets than it closes after them. */
function leavesOpen(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if ('([{'.includes(character)) open++;
    else if (')]}'.includes(character) && open > 0) open--;
  }
  return open > 0;
}

/** A suggestion that only says the line above again is a model turning in circles. */
function repeatsLineAbove(text: string, place: { before: string; after: string }): boolean {
  const left = lastLine(place.before);
  const above = lastLine(place.before.slice(0, Math.max(0, place.before.length - left.length - 1))).trim();
  return above.length > 3 && (left + firstLine(text)).trim() === above && !text.includes('\n');
}
