import { eld } from 'eld/extrasmall';
import { countOfWords } from './words.ts';

/** With fewer words nobody can tell; with a few more only where the next best language is far behind. */
const fewestWords = 4;
const fewWords = 6;
/** How far one language must be before another, of 1. Between relatives, such as Danish and Norwegian, it is about 0.05. */
const clearlyAhead = 0.05;
const farAhead = 0.1;
/** Paragraphs with fewer words are judged with the others only: a title may well be in another language. */
const ofItsOwn = 10;

/**
 * The language that a text is written in, as its ISO 639-1 code; undefined where it cannot be told: too few words, or two languages as
 * likely. Without code, addresses and names it is told better: give it what {@link protect} left. Half a millisecond for 3,000
 * characters; its tables take 30 MB: in the worker only. Of 56 single sentences in 43 languages it told 53 (`tinyld/light`: 34).
 */
export function languageOf(text: string): string | undefined {
  return judged(text)?.code;
}

/**
 * The language that an answer, or a paragraph of it, is in by mistake; undefined if there is none, or it cannot be told.
 * @param original the text that was asked about; languages that it has paragraphs of are no mistake, unless it was to be translated
 * @param language the language that was asked for, such as `de` or `pt-BR`
 */
export function wrongLanguage(answer: string, original: string, language: string): string | undefined {
  const [expected = ''] = language.toLowerCase().split('-');
  if (!Object.values(eld.info().Languages).includes(expected)) return undefined;
  const all = judged(answer);
  if (all !== undefined && isOther(all, expected)) return all.code;
  const isTranslation = judged(original)?.code !== expected;
  const known = new Set(isTranslation ? [] : paragraphs(original));
  const suspects = paragraphs(answer)
    .filter((paragraph) => !known.has(paragraph) && countOfWords(paragraph) >= ofItsOwn)
    .map(judged)
    .filter((found) => found !== undefined)
    .filter((found) => isOther(found, expected))
    .map(({ code }) => code);
  if (suspects.length === 0 || isTranslation) return suspects[0];
  const theirs = new Set([...known].map((paragraph) => judged(paragraph)?.code));
  return suspects.find((code) => !theirs.has(code));
}

interface Judged {
  readonly code: string;
  /** How likely each language is, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

function judged(text: string): Judged | undefined {
  const plain = text.replace(/⟦x*[ \t]*\d+[ \t]*⟧/g, ' ');
  const words = countOfWords(plain);
  if (words < fewestWords) return undefined;
  const result = eld.detect(plain);
  const scores = result.getScores();
  const [best = 0, next = 0] = Object.values(scores).sort((a, b) => b - a);
  const isClear = words > fewWords || best - next >= clearlyAhead;
  return result.language !== '' && result.isReliable() && isClear ? { code: result.language, scores } : undefined;
}

function isOther({ code, scores }: Judged, expected: string): boolean {
  return code !== expected && (scores[code] ?? 0) - (scores[expected] ?? 0) >= farAhead;
}

function paragraphs(text: string): string[] {
  return text.split(/\n[ \t]*\r?\n/);
}
