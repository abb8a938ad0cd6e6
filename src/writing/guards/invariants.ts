import { diffArrays } from 'diff';
import { read } from '../reading/read.ts';
import type { Kept, Reading, ShapePart } from '../reading/reading.ts';
import { type Fact, factsOf } from './facts.ts';

/** Something that is in one text and not in the other. */
export interface Difference {
  readonly text: string;
  /** Where it stands: in the text before if it was lost, in the text after if it is new. Absent for headings, lists and tables. */
  readonly start?: number;
  readonly end?: number;
}

/** What an answer changed that it should not have. */
export interface Violation {
  readonly what: Kept | Fact['what'] | ShapePart['what'];
  readonly lost: readonly Difference[];
  readonly gained: readonly Difference[];
}

/** How many differences of one kind are told apart; beyond, they are only counted. */
const mostDifferences = 500;

/**
 * What of a text is not the same after it was written anew: code, targets, references, math, templates (in any order); numbers, dates,
 * amounts and names; headings, lists and tables. Which of them matter depends on what the text was written anew for, see
 * {@link isHard}. Reads both texts: to be called in the worker.
 */
export function checkInvariants(
  before: string,
  after: string,
  languageId: string,
  defined: readonly string[] = [],
): Violation[] {
  return violationsBetween(
    { text: before, reading: read(before, languageId, defined) },
    { text: after, reading: read(after, languageId, defined) },
  );
}

/** A text with what was found in it. */
export interface Read {
  readonly text: string;
  readonly reading: Reading;
}

interface Item {
  readonly what: Violation['what'];
  readonly key: string;
  readonly text: string;
  readonly start?: number;
  readonly end?: number;
}

/** As {@link checkInvariants}, for texts that were read already. */
export function violationsBetween(before: Read, after: Read): Violation[] {
  const theirs = byKind(itemsOf(before));
  const ours = byKind(itemsOf(after));
  const violations: Violation[] = [];
  for (const what of new Set([...theirs.keys(), ...ours.keys()])) {
    const inOrder = what === 'heading' || what === 'list' || what === 'table' || what === 'block' || what === 'brace';
    let { lost, gained } = difference(theirs.get(what) ?? [], ours.get(what) ?? [], inOrder);
    if (what === 'name') {
      // A name may now stand where a sentence begins, or be corrected in its capitals; and a new one says nothing.
      const words = wordsOf(after.text);
      lost = lost.filter(({ key }) => !words.has(key));
      gained = [];
    }
    if (lost.length + gained.length > 0) violations.push({ what, lost: lost.map(shown), gained: gained.map(shown) });
  }
  return violations;
}

/** Every word of a text in small letters, also without its possessive `'s`. */
function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{M}\p{N}'’-]*/gu) ?? [];
  return new Set(words.flatMap((word) => [word, word.replace(/['’]s?$/, '')]));
}

function itemsOf({ text, reading }: Read): Item[] {
  const kept = reading.spans
    .filter(({ what }) => what !== 'mark')
    .map(({ what, start, end }): Item => {
      const own = text.slice(start, end);
      return { what, key: own, text: own, start, end };
    });
  const shape = reading.shape.map(({ what, detail }): Item => ({ what, key: detail, text: detail }));
  return [...kept, ...factsOf(text, reading), ...shape];
}

function byKind(items: readonly Item[]): Map<Item['what'], Item[]> {
  const kinds = new Map<Item['what'], Item[]>();
  for (const item of items) {
    const list = kinds.get(item.what);
    if (list === undefined) kinds.set(item.what, [item]);
    else list.push(item);
  }
  return kinds;
}

/** What is in one list only. Where the order does not matter, what was moved is in both. */
function difference(
  before: readonly Item[],
  after: readonly Item[],
  inOrder: boolean,
): { lost: Item[]; gained: Item[] } {
  const changes = diffArrays([...before], [...after], {
    comparator: (a, b) => a.key === b.key,
    maxEditLength: mostDifferences,
  });
  const lost = changes === undefined ? [...before] : changes.flatMap((change) => (change.removed ? change.value : []));
  const gained = changes === undefined ? [...after] : changes.flatMap((change) => (change.added ? change.value : []));
  if (inOrder && changes !== undefined) return { lost, gained };
  const surplus = counts(gained);
  const really = lost.filter(({ key }) => !taken(surplus, key));
  const missing = counts(lost);
  return { lost: really, gained: gained.filter(({ key }) => !taken(missing, key)) };
}

function counts(items: readonly Item[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const { key } of items) result.set(key, (result.get(key) ?? 0) + 1);
  return result;
}

/** Takes one of these out of the count; whether there was one. */
function taken(count: Map<string, number>, key: string): boolean {
  const left = count.get(key) ?? 0;
  if (left > 0) count.set(key, left - 1);
  return left > 0;
}

function shown({ text, start, end }: Item): Difference {
  return start === undefined || end === undefined ? { text } : { text, start, end };
}
