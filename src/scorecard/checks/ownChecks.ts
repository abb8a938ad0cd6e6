import { hunksBetween } from '../../writing/guards/hunks.ts';
import { checkInvariants, type Violation } from '../../writing/guards/invariants.ts';
import { stripAnswer, stripWritten } from '../../writing/guards/strip.ts';
import type { Words } from '../words.ts';
import { BadCheck, type Check, type CheckResult, type WrongLanguage } from './check.ts';
import { changedWordRatio, editScore, falseEditRate } from './edits.ts';
import { unknownIdentifiers } from './identifiers.ts';
import { whyNotParsed } from './parses.ts';

/** What a case says of its text. */
export interface CaseTexts {
  /** The text that the case is about, as the model sees it; empty where the file does not say. */
  readonly source: string;
  /** What the user made of it in the end; undefined where it is not known. */
  readonly expected: string | undefined;
  /** The text that an answer stands for, such as the one with the corrections that it lists. */
  readonly read: (answer: string) => string;
}

/** What the checks need beside the case. */
export interface CheckParts {
  readonly wrongLanguage: WrongLanguage;
  readonly l10n: Words;
}

type Maker = (value: unknown, texts: CaseTexts, parts: CheckParts) => Check['judge'];

/** Hearth's own checks, as they stand in a case's `metadata.checks`: promptfoo leaves them alone. */
const makers: Readonly<Record<string, Maker>> = {
  placeholders: (_, texts) => keeps(texts, ['template'], true),
  links: (_, texts) => keeps(texts, ['url', 'reference']),
  numbers: (_, texts) => keeps(texts, ['number', 'date', 'amount']),
  language(value, { source, read }, { wrongLanguage, l10n }) {
    if (typeof value !== 'string' || value === '') throw new BadCheck(l10n.t('"language" needs a code, such as de'));
    return async ({ text }) => {
      const wrong = await wrongLanguage(read(text), source, value);
      return { passed: wrong === undefined, found: wrong ?? '' };
    };
  },
  changedWords(value, { source, read }, { l10n }) {
    const most = share(value, 'changedWords', l10n);
    const before = sourceOf(source, 'changedWords', l10n);
    return ({ text }) => {
      const ratio = changedWordRatio(before, read(text));
      return { passed: ratio <= most, found: percent(ratio) };
    };
  },
  noPreamble:
    (_, { source }) =>
    ({ text }) => {
      const stripped = source === '' ? stripWritten(text) : stripAnswer(text, source);
      const [own, left] = [text.trim(), stripped.trim()];
      return { passed: own === left, found: own.startsWith(left) ? '' : own.slice(0, 60) };
    },
  edits(value, { source, expected, read }, { l10n }) {
    const least = share(value, 'edits', l10n);
    if (expected === undefined)
      throw new BadCheck(l10n.t('"{0}" needs "expected": what the text became in the end', 'edits'));
    const before = sourceOf(source, 'edits', l10n);
    return ({ text }) => {
      const { precision, recall, f05 } = editScore(before, read(text), expected);
      const found = l10n.t('F0.5 {0}, precision {1}, recall {2}', f05.toFixed(2), percent(precision), percent(recall));
      return { passed: f05 >= least, found };
    };
  },
  falseEdits(value, { source, read }, { l10n }) {
    const most = share(value, 'falseEdits', l10n);
    const clean = sourceOf(source, 'falseEdits', l10n);
    return ({ text }) => {
      const rate = falseEditRate(clean, read(text));
      return { passed: rate <= most, found: percent(rate) };
    };
  },
  rejected(value, { source, read }, { l10n }) {
    const edits = rejectedEdits(value);
    if (!edits) throw new BadCheck(l10n.t('"rejected" needs a list of edits, each with "removed" and "added"'));
    const before = sourceOf(source, 'rejected', l10n);
    return ({ text }) => {
      const made = hunksBetween(before, read(text), 'word');
      const again = made.find((hunk) =>
        edits.some(({ removed, added }) => hunk.removed === removed && hunk.added === added),
      );
      return { passed: again === undefined, found: again === undefined ? '' : `${again.removed} → ${again.added}` };
    };
  },
  parses(value, _, { l10n }) {
    if (value !== 'json' && value !== 'yaml') throw new BadCheck(l10n.t('"parses" knows json and yaml'));
    return async ({ text }) => {
      const why = await whyNotParsed(text, value);
      return { passed: why === undefined, found: why ?? '' };
    };
  },
  identifiers(_, { source }, { l10n }) {
    const known = sourceOf(source, 'identifiers', l10n);
    return ({ text }) => {
      const unknown = unknownIdentifiers(text, known);
      return { passed: unknown.length === 0, found: unknown.slice(0, 5).join(', ') };
    };
  },
};

/**
 * Makes a check of an entry of `metadata.checks`: a name, or a name with what it wants (`changedWords: 0.15`).
 * @throws {BadCheck} where the entry is none
 */
export function ownCheckOf(entry: unknown, texts: CaseTexts, parts: CheckParts): Check {
  const [name, value, ...more] =
    typeof entry === 'string'
      ? [entry, undefined]
      : typeof entry === 'object' && entry !== null
        ? Object.entries(entry).flat()
        : [];
  const { l10n } = parts;
  if (typeof name !== 'string' || more.length > 0)
    throw new BadCheck(l10n.t('a check is a name, or one name with what it wants'));
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!make) throw new BadCheck(l10n.t('there is no check "{0}"; there are {1}', name, Object.keys(makers).join(', ')));
  return { name, judge: make(value, texts, parts) };
}

/** Whether what was found in the source stands in the answer, as often as there. @param exactly whether no more may have come */
function keeps({ source, read }: CaseTexts, kinds: readonly Violation['what'][], exactly = false): Check['judge'] {
  return ({ text }): CheckResult => {
    const answer = read(text);
    const violations = checkInvariants(withoutMarks(source), withoutMarks(answer), 'plaintext').filter(({ what }) =>
      kinds.includes(what),
    );
    const changed = violations.flatMap(({ lost, gained }) => (exactly ? [...lost, ...gained] : lost));
    const marks = exactly ? marksThatChanged(source, answer) : [];
    const found = [...new Set([...changed.map((each) => each.text), ...marks])];
    return { passed: found.length === 0, found: found.slice(0, 5).join(', ') };
  };
}

/** The number in a mark is none of the text's. */
const withoutMarks = (text: string) => text.replace(mark, ' ');

/** What stands for code and links in a text that a model sees. */
const mark = /⟦x*\d+⟧/g;

/** The marks that did not come back exactly once. */
function marksThatChanged(source: string, answer: string): readonly string[] {
  const counted = (text: string) => {
    const counts = new Map<string, number>();
    for (const [found] of text.matchAll(mark)) counts.set(found, (counts.get(found) ?? 0) + 1);
    return counts;
  };
  const [before, after] = [counted(source), counted(answer)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((each) => before.get(each) !== after.get(each));
}

function rejectedEdits(value: unknown): readonly { readonly removed: string; readonly added: string }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const edits = value.map((each: { removed?: unknown; added?: unknown } | null) =>
    typeof each?.removed === 'string' && typeof each.added === 'string'
      ? { removed: each.removed, added: each.added }
      : undefined,
  );
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

function sourceOf(source: string, name: string, l10n: Words): string {
  if (source === '') throw new BadCheck(l10n.t('"{0}" needs "source": the text that the case is about', name));
  return source;
}

function share(value: unknown, name: string, l10n: Words): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new BadCheck(l10n.t('"{0}" needs a number from 0 to 1', name));
}

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
