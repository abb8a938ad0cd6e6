import { checkInvariants, type Violation } from './invariants.ts';
import { wrongLanguage } from './language.ts';
import { stripWritten } from './strip.ts';

/** A text that a model wrote from other text, rather than in its place. */
export interface Written {
  /** What it was written from. */
  readonly from: string;
  /** What the model said, all of it. */
  readonly answer: string;
  readonly languageId: string;
  /** The language it should be in, as it was named in the prompt; undefined if none was. */
  readonly language?: string;
}

/** What came of it. */
export type Drafted =
  /** It cannot be used; `echo`: it says what it was written from, and nothing else. */
  | { readonly kind: 'refused'; readonly why: 'empty' | 'echo' }
  | { readonly kind: 'refused'; readonly why: 'language'; readonly language: string }
  /** `invented` are addresses, references, numbers, dates and amounts that it was not told. */
  | { readonly kind: 'drafted'; readonly text: string; readonly invented: readonly string[] };

const told: ReadonlySet<Violation['what']> = new Set(['url', 'reference', 'number', 'date', 'amount'] as const);

/** Judges a draft before anybody sees it: strips what is said around it, checks its language, finds what it made up. In the worker. */
export function judgeDraft({ from, answer, languageId, language }: Written): Drafted {
  const text = stripWritten(answer).trim();
  if (text === '') return { kind: 'refused', why: 'empty' };
  if (from.trim() !== '' && plain(text) === plain(from)) return { kind: 'refused', why: 'echo' };
  const found = language === undefined ? undefined : wrongLanguage(text, from, language);
  if (found !== undefined) return { kind: 'refused', why: 'language', language: found };
  const invented = checkInvariants(from, text, languageId)
    .filter(({ what }) => told.has(what))
    .flatMap(({ gained }) => gained.map((fact) => fact.text));
  return { kind: 'drafted', text, invented };
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
