import { isDeepStrictEqual } from 'node:util';
import { RE2JS } from 're2js';
import type { Words } from '../words.ts';
import { BadCheck, type Check, type CheckedAnswer } from './check.ts';
import { withinDistance } from './levenshtein.ts';

/** What an assertion is, as promptfoo has it (promptfoo.dev, "Assertions & metrics"). */
export interface Assertion {
  readonly type: string;
  readonly value?: unknown;
  readonly threshold?: unknown;
}

/** Undefined: it does not pass, whichever way it is asserted. */
type Judge = (answer: CheckedAnswer) => boolean | undefined;
type Maker = (assertion: Assertion, l10n: Words) => Judge;

/**
 * The assertions that are judged here: those that only compare. They mean what they mean in promptfoo, but that expressions are run by
 * an engine that is linear in the text: a file from somebody else cannot hold up the editor.
 */
const makers: Readonly<Record<string, Maker>> = {
  equals(assertion) {
    const { value } = assertion;
    if (typeof value === 'object' && value !== null) {
      return ({ text }) => {
        const read = parsed(text);
        return read && isDeepStrictEqual(read.value, value);
      };
    }
    return ({ text }) => text === String(value);
  },
  contains: (assertion, l10n) => {
    const wanted = textIn(assertion, l10n);
    return ({ text }) => text.includes(wanted);
  },
  icontains: (assertion, l10n) => {
    const wanted = textIn(assertion, l10n).toLowerCase();
    return ({ text }) => text.toLowerCase().includes(wanted);
  },
  'contains-any': (assertion, l10n) => {
    const wanted = textsIn(assertion, l10n);
    return ({ text }) => wanted.some((each) => text.includes(each));
  },
  'contains-all': (assertion, l10n) => {
    const wanted = textsIn(assertion, l10n);
    return ({ text }) => wanted.every((each) => text.includes(each));
  },
  'icontains-any': (assertion, l10n) => {
    const wanted = textsIn(assertion, l10n).map((each) => each.toLowerCase());
    return ({ text }) => wanted.some((each) => text.toLowerCase().includes(each));
  },
  'icontains-all': (assertion, l10n) => {
    const wanted = textsIn(assertion, l10n).map((each) => each.toLowerCase());
    return ({ text }) => wanted.every((each) => text.toLowerCase().includes(each));
  },
  'starts-with': (assertion, l10n) => {
    const wanted = textIn(assertion, l10n);
    return ({ text }) => text.startsWith(wanted);
  },
  regex(assertion, l10n) {
    const wanted = textIn(assertion, l10n);
    try {
      const expression = RE2JS.compile(RE2JS.translateRegExp(wanted));
      return ({ text }) => expression.matcher(text).find();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new BadCheck(l10n.t('the expression cannot be run in linear time, or is none: {0}', why));
    }
  },
  'is-json': ({ value }, l10n) => {
    if (value !== undefined) throw new BadCheck(l10n.t('"is-json" with a schema is not judged here'));
    return ({ text }) => parsed(text) !== undefined;
  },
  levenshtein: (assertion, l10n) => {
    const wanted = textIn(assertion, l10n);
    const most = numberIn(assertion.threshold ?? 5, 'threshold', l10n);
    return ({ text }) => withinDistance(text, wanted, most);
  },
  'word-count': ({ value }, l10n) => {
    const { min, max } =
      typeof value === 'object' && value !== null
        ? (value as { min?: unknown; max?: unknown })
        : { min: value, max: value };
    if (min === undefined && max === undefined) throw new BadCheck(l10n.t('"{0}" needs a value', 'word-count'));
    const least = min === undefined ? 0 : numberIn(min, 'min', l10n);
    const most = max === undefined ? Number.POSITIVE_INFINITY : numberIn(max, 'max', l10n);
    return ({ text }) => {
      const count = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
      return count >= least && count <= most;
    };
  },
  latency: ({ threshold }, l10n) => {
    const most = numberIn(threshold, 'threshold', l10n);
    return ({ totalMs }) => totalMs <= most;
  },
};

/** Whether assertions of this type are judged here; all others are shown, and never run. */
export function isJudged(type: string): boolean {
  return Object.hasOwn(makers, positive(type)) && !withoutOpposite.has(type);
}

/** promptfoo judges these as if there was no "not": here they are rather left alone. */
const withoutOpposite = new Set(['not-levenshtein', 'not-latency']);

/** Makes the check of an assertion. @throws {BadCheck} where it cannot be judged */
export function checkOf(assertion: Assertion, l10n: Words): Check {
  const make = makers[positive(assertion.type)];
  if (!make || withoutOpposite.has(assertion.type))
    throw new BadCheck(l10n.t('"{0}" is not judged here', assertion.type));
  const judge = make(assertion, l10n);
  const wanted = positive(assertion.type) === assertion.type;
  return {
    name: assertion.type,
    judge: (answer) => {
      const passed = judge(answer) === wanted;
      return { passed, found: passed ? '' : said(assertion) };
    },
  };
}

/** What was asserted, in one line. */
function said({ type, value, threshold }: Assertion): string {
  const shown = value === undefined ? threshold : value;
  if (shown === undefined) return type;
  const text = typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '');
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `${type}: ${line.length > 80 ? `${line.slice(0, 79)}…` : line}`;
}

const positive = (type: string) => type.replace(/^not-/, '');

function textIn({ type, value }: Assertion, l10n: Words): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new BadCheck(l10n.t('"{0}" needs a text as its value', type));
}

function textsIn({ type, value }: Assertion, l10n: Words): readonly string[] {
  // As promptfoo has it, a text is a list with commas.
  const list = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
  if (Array.isArray(list) && list.length > 0 && list.every((each) => ['string', 'number'].includes(typeof each)))
    return list.map(String);
  throw new BadCheck(l10n.t('"{0}" needs a list of texts as its value', type));
}

function numberIn(value: unknown, name: string, l10n: Words): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new BadCheck(l10n.t('"{0}" must be a number', name));
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
