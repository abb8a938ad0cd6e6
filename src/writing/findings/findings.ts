import type { Fact } from '../guards/facts.ts';
import type { Hunk } from '../guards/hunks.ts';
import { type Violation, violationsBetween } from '../guards/invariants.ts';
import { wordCutter } from '../guards/words.ts';
import { withoutHiddenCharacters } from '../hiddenCharacters.ts';
import { read } from '../reading/read.ts';
import type { Segment } from '../reading/segments.ts';
import { textKindOf } from '../reading/textKind.ts';
import { changedWords, changeOf, type WordChange } from './change.ts';
import { type Folded, folded } from './folded.ts';
import { located, occurrences } from './locate.ts';
import type { Part } from './part.ts';
import { type KindOfMistake, type Said, saidIn } from './said.ts';

/** A mistake in a document: what stands there, to the byte, and what should. Its offsets are never the same. */
export interface Finding extends Hunk {
  /** Why, in the model's words: one line, which may be empty. */
  readonly why: string;
  readonly kind: KindOfMistake;
  /** Whether it changes a name, or brings in a number or a date: it is not accepted together with others. */
  readonly isDoubtful: boolean;
  /** How many words it touches. */
  readonly words: number;
  /** The words that go, in small letters: whoever leaves one of them alone does not want to hear of it. */
  readonly gone: readonly string[];
}

/** An answer about a part, on its way or at its end. */
export interface AnsweredPart {
  readonly part: Part;
  readonly answer: string;
  readonly isEnded: boolean;
  /** Only what stands within it is wanted, in UTF-16 offsets in the document; undefined: all. */
  readonly within?: Segment;
}

/** What came of it. */
export interface Found {
  /** In the order of the answer; none over another. */
  readonly findings: readonly Finding[];
  /** How many were left out: they stand nowhere, or nobody knows where, or they would change what must not change. */
  readonly dropped: number;
  /** Whether the answer is a list of mistakes at all. */
  readonly isReadable: boolean;
}

/** Signs that mean something to markup: there must be as many of each after a change as before. */
const markup = /[*_`[\]<>#|\\~${}&@=^%]/g;
const markupOfCode = /[*_`[\]<>#|\\~${}&@=^%/"]/g;

/** More than a mistake is not what was asked for. */
const mostWords = 8;
const longestWhy = 240;
const numbers: ReadonlySet<Violation['what']> = new Set<Fact['what']>(['number', 'date', 'amount']);
const facts: ReadonlySet<Violation['what']> = new Set<Fact['what']>(['number', 'date', 'amount', 'name']);

/**
 * Makes the function that reads answers: where each mistake stands, and whether it may change what it would. It remembers what it judged of
 * the last part, as an answer is read again and again while it comes. To be called in the worker.
 */
export function findingsReader(): (answered: AnsweredPart) => Found {
  const cut = wordCutter();
  let last: { readonly masked: string; readonly text: Folded; readonly verdicts: Map<string, Verdict> } | undefined;
  return ({ part, answer, isEnded, within }) => {
    const said = saidIn(answer, isEnded);
    if (said === undefined) return { findings: [], dropped: 0, isReadable: false };
    if (last?.masked !== part.masked) last = { masked: part.masked, text: folded(part.masked), verdicts: new Map() };
    const { text, verdicts } = last;
    const findings: Finding[] = [];
    let dropped = 0;
    for (const [one, place] of placesOf(said, text, isEnded)) {
      const change = place && changeOf(part, place, withoutHiddenCharacters(one.replacement), cut);
      const key = JSON.stringify([change?.masked, change?.replacement]);
      const verdict = change && (verdicts.get(key) ?? judged(part, change));
      if (verdict) verdicts.set(key, verdict);
      const isWanted = change && (!within || (change.start >= within.start && change.end <= within.end));
      const isNew = change && !findings.some(({ start, end }) => change.start < end && start < change.end);
      if (change && isWanted && isNew && verdict && verdict !== 'forbidden')
        findings.push(findingOf(one, change, verdict));
      else dropped += 1;
    }
    return { findings, dropped, isReadable: true };
  };
}

function findingOf({ why, kind }: Said, change: WordChange, verdict: Verdict): Finding {
  const { start, end, removed, replacement, words } = change;
  const come = new Set(words.come.map((word) => word.toLowerCase()));
  return {
    start,
    end,
    removed,
    added: replacement,
    why: withoutHiddenCharacters(why).replaceAll(/\s+/g, ' ').trim().slice(0, longestWhy),
    kind: kind ?? 'word',
    isDoubtful: verdict === 'doubtful',
    words: changedWords(change),
    gone: words.gone.map((word) => word.toLowerCase()).filter((word) => !come.has(word)),
  };
}

/**
 * Each mistake with where it stands. The same one told as often as its words stand there is meant each time; what is ambiguous waits for
 * the answer's end.
 */
function* placesOf(
  said: readonly Said[],
  text: Folded,
  isEnded: boolean,
): Generator<readonly [Said, Segment | undefined]> {
  const told = new Map<string, number>();
  const keyOf = ({ original, replacement }: Said) => JSON.stringify([original, replacement]);
  for (const one of said) told.set(keyOf(one), (told.get(keyOf(one)) ?? 0) + 1);
  const taken = new Map<string, number>();
  for (const one of said) {
    const place = located(one, text);
    if (place !== 'several') {
      yield [one, place];
      continue;
    }
    const key = keyOf(one);
    const all = isEnded ? occurrences(folded(one.original.trim()).text, text) : [];
    const index = taken.get(key) ?? 0;
    taken.set(key, index + 1);
    yield [one, all.length === told.get(key) ? all[index] : undefined];
  }
}

type Verdict = 'fine' | 'doubtful' | 'forbidden';

/** Whether a change may be shown: it must leave alone what the guards keep, and be no more than a mistake mended. */
function judged(part: Part, change: WordChange): Verdict {
  const { masked, removed, replacement, start, end } = change;
  if (changedWords(change) > mostWords) return 'forbidden';
  if (part.marks.some((mark) => mark.start < end && start < mark.end)) return 'forbidden';
  if (replacement === removed || (replacement.trim() === '' && !/[\p{L}\p{P}]/u.test(removed))) return 'forbidden';
  const isCode = textKindOf(part.languageId) === 'code';
  const signs = (text: string) => (text.match(isCode ? markupOfCode : markup) ?? []).sort().join('');
  if (signs(masked.removed) !== signs(masked.replacement)) return 'forbidden';
  // What a model saw, with its placeholders, is read: what stands behind those stays as it is. Comments are plain text.
  const languageId = isCode ? 'plaintext' : part.languageId;
  const after = part.masked.slice(0, masked.start) + masked.replacement + part.masked.slice(masked.end);
  const violations = violationsBetween(
    { text: part.masked, reading: read(part.masked, languageId) },
    { text: after, reading: read(after, languageId) },
  );
  if (violations.some(({ what }) => !facts.has(what))) return 'forbidden';
  if (violations.some(({ what, lost }) => numbers.has(what) && lost.length > 0)) return 'forbidden';
  return violations.length > 0 ? 'doubtful' : 'fine';
}
