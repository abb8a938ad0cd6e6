import type { Clock } from '../../base/clock.ts';
import type { CursorText } from '../../base/text.ts';
import { type Lines, type NearbyPiece, pieceAround } from './piece.ts';

/** A file in the same folder. */
export interface Sibling {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly lines: Lines;
}

/** How many lines are compared as one, and how many of a file. */
const linesOfPart = 16;
const mostLines = 1000;

/** The text round the cursor that the parts are compared with, in UTF-16 code units, and how many of its words. */
const [charactersBefore, charactersAfter] = [800, 300];
const mostWords = 50;

/** How many parts are indexed at once: some milliseconds, which nobody who begins to type notices. */
const partsAtOnce = 5;

/** How many pieces are taken, and how many words they must have in common with the text at the cursor. */
const mostPieces = 2;
const leastWords = 4;

/**
 * The places in files of the same folder that are most like the text at the cursor: the words they share, weighed by how rare
 * they are (BM25). Comes back early and with nothing when the signal aborts.
 */
export async function similarPieces(
  cursor: CursorText,
  siblings: readonly Sibling[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly NearbyPiece[]> {
  // Loaded when it is needed for the first time: most windows never get here.
  const { default: MiniSearch } = await import('minisearch');
  const index = new MiniSearch<Part>({
    fields: ['text'],
    storeFields: [],
    tokenize: words,
    processTerm: (word) => word,
  });
  const parts = siblings.flatMap(partsOf).map((part, id) => ({ ...part, id }));
  for (let from = 0; from < parts.length; from += partsAtOnce) {
    await clock.wait(0, signal);
    if (signal.aborted) return [];
    index.addAll(parts.slice(from, from + partsAtOnce));
  }
  await clock.wait(0, signal);
  if (signal.aborted) return [];
  const nearest = [
    ...words(cursor.after.slice(0, charactersAfter)).reverse(),
    ...words(cursor.before.slice(-charactersBefore)),
  ];
  return index
    .search([...new Set(nearest.reverse())].slice(0, mostWords).join(' '))
    .filter(({ terms }) => terms.length >= leastWords)
    .flatMap(({ id }) => pieceOf(parts[id]) ?? [])
    .slice(0, mostPieces);
}

interface Part {
  readonly id: number;
  readonly sibling: Sibling;
  readonly first: number;
  readonly text: string;
}

function partsOf(sibling: Sibling): Omit<Part, 'id'>[] {
  const { lines } = sibling;
  const count = Math.min(mostLines, lines.count);
  return Array.from({ length: Math.ceil(count / linesOfPart) }, (_, index) => {
    const first = index * linesOfPart;
    const length = Math.min(linesOfPart, count - first);
    return { sibling, first, text: Array.from({ length }, (_, line) => lines.at(first + line)).join('\n') };
  });
}

function pieceOf(part: Part | undefined): NearbyPiece | undefined {
  if (!part) return undefined;
  const { sibling, first } = part;
  const { uri, path, languageId, lines } = sibling;
  const piece = pieceAround(lines, { first, last: first + linesOfPart - 1 });
  return piece && { origin: { kind: 'similar', uri, path, range: piece.range }, languageId, text: piece.text };
}

/** The words of a text, those within names such as `readLines` too, in lower case. */
function words(text: string): string[] {
  return (text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).flatMap((name) => {
    const within = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[^\p{L}_$]+|\p{Lo}+/gu) ?? [];
    return [...new Set([name, ...within].map((word) => word.toLowerCase()))].filter(({ length }) => length > 2);
  });
}
