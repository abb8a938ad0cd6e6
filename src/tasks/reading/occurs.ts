/** Where a value stands in a text, in UTF-16 code units. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/** Scripts that put spaces or signs between words; in others a word may begin anywhere. */
const wordCharacter = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]/u;

/**
 * Where a value stands in a text as a whole word or number: the case, the width of spaces, the shape of quotes and dashes, and marks
 * of emphasis do not count. It is how invented values are told from found ones, so "12" is not found in "2012", nor in "12.5".
 */
export function occurrence(value: string, text: string): Occurrence | undefined {
  const wanted = plain(value).text.trim();
  if (wanted === '') return undefined;
  const { text: within, offsets } = plain(text);
  for (let from = 0; ; from++) {
    const at = within.indexOf(wanted, from);
    if (at < 0) return undefined;
    const end = at + wanted.length;
    if (isEdge(within, at) && isEdge(within, end)) {
      return { start: offsets[at] ?? 0, end: (offsets[end - 1] ?? 0) + 1 };
    }
    from = at;
  }
}

/** Whether a word could begin or end here. */
function isEdge(text: string, at: number): boolean {
  return !(wordCharacter.test(text.charAt(at - 1)) && wordCharacter.test(text.charAt(at))) && !isWithinNumber(text, at);
}

/** One number: digits in groups of three, or with a fraction. Dates, versions and lists have other forms. */
const oneNumber = /^(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)$/;

/** Whether a place is within a number: "204" does not stand in "1,204", nor "5" in "96.5". */
function isWithinNumber(text: string, at: number): boolean {
  const [before = ''] = /[\d.,]*$/.exec(text.slice(Math.max(0, at - 30), at)) ?? [];
  const [after = ''] = /^[\d.,]*/.exec(text.slice(at, at + 30)) ?? [];
  const [left, right] = [before.replace(/^[.,]+/, ''), after.replace(/[.,]+$/, '')];
  return left !== '' && right !== '' && oneNumber.test(left + right);
}

/** The text without what does not count, and where each of its code units stood. */
function plain(text: string): { readonly text: string; readonly offsets: readonly number[] } {
  const kept: string[] = [];
  const offsets: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (/[*_`~\u00ad\u200b]/.test(character)) continue;
    const isSpace = /\s/.test(character);
    if (isSpace && kept.at(-1) === ' ') continue;
    // One code unit stays one, so that places are known: no other change of case or form is made.
    const lower = character.toLowerCase();
    kept.push(isSpace ? ' ' : (alike.get(character) ?? (lower.length === 1 ? lower : character)));
    offsets.push(index);
  }
  return { text: kept.join(''), offsets };
}

/** Quotes and dashes that are written in several ways. */
const alike: ReadonlyMap<string, string> = new Map([
  ...[...'‘’‚′'].map((quote) => [quote, "'"] as const),
  ...[...'“”„«»″'].map((quote) => [quote, '"'] as const),
  ...[...'‐‑‒–—−'].map((dash) => [dash, '-'] as const),
]);
