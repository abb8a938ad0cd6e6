import { read } from '../reading/read.ts';
import type { Reading } from '../reading/reading.ts';
import { type Budget, budgetOf } from './budget.ts';
import { type Hunk, hunksBetween } from './hunks.ts';
import { type Violation, violationsBetween } from './invariants.ts';
import { languageOf, wrongLanguage } from './language.ts';
import { type Piece, protectRead, restore } from './protect.ts';
import { limits, type Purpose } from './purpose.ts';
import { stripAnswer } from './strip.ts';

/**
 * A text as it is to be sent to a model, with what is needed to judge what comes back. The pieces are not in it: whoever judges reads
 * them from the original, so that 1 MB is handed from thread to thread without holding up either.
 */
export interface Prepared {
  readonly original: string;
  readonly languageId: string;
  /** Labels defined elsewhere in the document; for Markdown only. */
  readonly defined: readonly string[];
  /** The text as a model may see it, see `Protected.masked`. */
  readonly masked: string;
  /** How many placeholders it has, and what each begins with: with 2 and `⟦`, they are `⟦1⟧` and `⟦2⟧`. */
  readonly placeholders: number;
  readonly opening: string;
  /** Whether there is anything to write: a letter outside of the placeholders. */
  readonly hasProse: boolean;
  /** The language it is written in, as an ISO 639-1 code; undefined if that cannot be told. */
  readonly language?: string;
}

/** An answer to a prepared text. */
export interface Answered {
  readonly prepared: Prepared;
  /** What the model said, all of it. */
  readonly answer: string;
  readonly purpose: Purpose;
  /** The language the answer should be in, as it was named in the prompt; undefined if none was. */
  readonly language?: string;
}

/** A hunk with what is wrong with it. */
export interface JudgedHunk extends Hunk {
  /** Which facts it changes: numbers, dates, amounts, names. */
  readonly changes: readonly Violation['what'][];
  /** Whether it is not to be accepted together with the others, because its purpose does not allow such a change. */
  readonly isDoubtful: boolean;
}

/** What came of an answer. */
export type Verdict =
  /** Nothing to change. */
  | { readonly kind: 'unchanged' }
  /** The answer cannot be used. Ask once more; if that fails too, keep the text and say why. */
  | { readonly kind: 'refused'; readonly why: 'empty' }
  | { readonly kind: 'refused'; readonly why: 'lost'; readonly pieces: readonly Piece[] }
  /** `language` is the one that it is in, or a paragraph of it is. */
  | { readonly kind: 'refused'; readonly why: 'language'; readonly language: string }
  /** It would break the document: what would be lost and what would be new. */
  | { readonly kind: 'refused'; readonly why: 'broken'; readonly violations: readonly Violation[] }
  /** Changes to review. Over its budget, the person is told so and decides; nothing is applied without them. */
  | {
      readonly kind: 'changed';
      readonly after: string;
      readonly hunks: readonly JudgedHunk[];
      readonly budget: Budget;
      /** What is different and is only pointed out. */
      readonly violations: readonly Violation[];
    };

/** The guards in their order: mask → (a model) → strip → unmask → language → invariants → hunks → budget. In the worker only. */
export interface Guards {
  /**
   * Makes a text ready to be sent: see `protect` and {@link languageOf}.
   * @param defined labels that are defined elsewhere in the document, see `definedLabels`; for Markdown only
   */
  prepare(original: string, languageId: string, defined?: readonly string[]): Prepared;
  /**
   * Everything that is to be known of an answer before anybody sees it: strips it, puts the pieces back, checks its language and what
   * must not change, and cuts it into hunks.
   */
  judge(answered: Answered): Verdict;
}

/** Makes the guards. They remember how the last texts were read: an answer is judged right after its text was prepared. */
export function guards(): Guards {
  const reader = rememberingReader();
  return {
    prepare: (original, languageId, defined = []) => {
      const { masked, pieces, opening, hasProse } = protectRead(original, reader(original, languageId, defined));
      const language = languageOf(masked);
      const prepared = { original, languageId, defined, masked, placeholders: pieces.length, opening, hasProse };
      return language === undefined ? prepared : { ...prepared, language };
    },
    judge: (answered) => judge(answered, reader),
  };
}

type Reader = (text: string, languageId: string, defined: readonly string[]) => Reading;

/** Reads, and remembers the last texts it read: a few, as tasks in several files may take turns. */
function rememberingReader(most = 4): Reader {
  const remembered = new Map<string, Reading>();
  return (text, languageId, defined) => {
    const key = JSON.stringify([languageId, defined, text]);
    const reading = remembered.get(key) ?? read(text, languageId, defined);
    remembered.delete(key);
    remembered.set(key, reading);
    const [oldest] = remembered.keys();
    if (remembered.size > most && oldest !== undefined) remembered.delete(oldest);
    return reading;
  };
}

function judge({ prepared, answer, purpose, language }: Answered, reader: Reader): Verdict {
  const { original, languageId, defined, masked } = prepared;
  const stripped = stripAnswer(answer, masked);
  if (stripped.trim() === '' && original.trim() !== '') return { kind: 'refused', why: 'empty' };
  const reading = reader(original, languageId, defined);
  const restored = restore(stripped, protectRead(original, reading));
  if (!('text' in restored)) return { kind: 'refused', why: 'lost', pieces: [...restored.lost, ...restored.doubled] };
  const after = restored.text;
  if (after === original) return { kind: 'unchanged' };
  const found = language === undefined ? undefined : wrongLanguage(stripped, masked, language);
  if (found !== undefined) return { kind: 'refused', why: 'language', language: found };

  const violations = violationsBetween(
    { text: original, reading },
    { text: after, reading: reader(after, languageId, defined) },
  );
  const broken = violations.filter(({ what }) => breaks(what, purpose));
  if (broken.length > 0) return { kind: 'refused', why: 'broken', violations: broken };
  const hunks = hunksBetween(original, after, 'word');
  return {
    kind: 'changed',
    after,
    hunks: judged(hunks, violations, purpose),
    budget: budgetOf(original, after, hunks, purpose),
    violations,
  };
}

const facts: ReadonlySet<Violation['what']> = new Set(['number', 'date', 'amount', 'name'] as const);
const shape: ReadonlySet<Violation['what']> = new Set(['heading', 'list', 'table', 'block'] as const);

/** Whether a difference of this kind makes an answer useless. A changed fact does not: it is one hunk among others, and doubtful. */
function breaks(what: Violation['what'], purpose: Purpose): boolean {
  if (facts.has(what)) return false;
  return shape.has(what) ? limits[purpose].keepsShape : true;
}

/** Each hunk with the facts that it changes: those lost where it stands, and those new in what it adds. */
function judged(hunks: readonly Hunk[], violations: readonly Violation[], purpose: Purpose): JudgedHunk[] {
  let shift = 0;
  return hunks.map((hunk) => {
    const added = { start: hunk.start + shift, end: hunk.start + shift + hunk.added.length };
    shift += hunk.added.length - hunk.removed.length;
    const changes = violations
      .filter(({ what }) => facts.has(what))
      .filter(({ lost, gained }) => lost.some((one) => touches(one, hunk)) || gained.some((one) => touches(one, added)))
      .map(({ what }) => what);
    return { ...hunk, changes, isDoubtful: changes.length > 0 && limits[purpose].keepsFacts };
  });
}

interface Stretch {
  readonly start?: number;
  readonly end?: number;
}

/** Whether two stretches share a character, or one without any stands within the other. */
function touches(a: Stretch, b: Stretch): boolean {
  if (a.start === undefined || a.end === undefined || b.start === undefined || b.end === undefined) return false;
  return a.start < b.end && b.start < a.end ? true : b.start === b.end && a.start < b.start && b.start < a.end;
}
