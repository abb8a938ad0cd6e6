/** A text as it is compared with what a model quotes of it. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 code unit of `text`, and for its end, the offset in the original that it stands for. */
  readonly at: readonly number[];
}

const quotes: ReadonlyMap<string, string> = new Map([
  ...[...'‘’‚‛ʼ'].map((mark) => [mark, "'"] as const),
  ...[...'“”„‟'].map((mark) => [mark, '"'] as const),
  ['…', '...'],
  ['\u2011', '-'],
]);

/**
 * A text without what models do not copy faithfully: the form of quotation marks and spaces, line breaks within a paragraph, and whether
 * an accent is a character of its own. A blank line stays what it is, so that nothing is found across two paragraphs. Linear.
 */
export function folded(text: string): Folded {
  let result = '';
  const at: number[] = [];
  for (const { 0: unit, index } of text.matchAll(/\s+|\P{M}\p{M}*|\p{M}+/gu)) {
    const own = foldedUnit(unit);
    for (let count = 0; count < own.length; count++) at.push(index);
    result += own;
  }
  at.push(text.length);
  return { text: result, at };
}

function foldedUnit(unit: string): string {
  if (/^\s/.test(unit)) return unit.indexOf('\n') === unit.lastIndexOf('\n') ? ' ' : '\n\n';
  return quotes.get(unit) ?? unit.normalize('NFC');
}
