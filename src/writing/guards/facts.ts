import type { Reading } from '../reading/reading.ts';

/** Something in prose that an answer should not change unasked. */
export interface Fact {
  readonly what: 'number' | 'date' | 'amount' | 'name';
  /** As it stands there, and what makes two the same: `1,000` and `1000`, `3 March` and `March 3rd`. */
  readonly text: string;
  readonly key: string;
  /** UTF-16 offsets, the end not included. */
  readonly start: number;
  readonly end: number;
}

/** The months in the languages that dates are told in, each with its short forms. */
const months = [
  'january jan januar jänner janvier enero gennaio janeiro januari',
  'february feb februar février febrero febbraio fevereiro februari',
  'march mar märz mars marzo março maart',
  'april apr avril abril aprile',
  'may mai mayo maggio maio mei',
  'june jun juni juin junio giugno junho',
  'july jul juli juillet julio luglio julho',
  'august aug août agosto augustus',
  'september sep sept septembre septiembre settembre setembro',
  'october oct oktober okt octobre octubre ottobre outubro',
  'november nov novembre noviembre novembro',
  'december dec dezember dez décembre diciembre dicembre dezembro',
].map((names) => names.split(' '));
const weekdays = [
  'monday montag lundi lunes lunedì',
  'tuesday dienstag mardi martes martedì',
  'wednesday mittwoch mercredi miércoles mercoledì',
  'thursday donnerstag jeudi jueves giovedì',
  'friday freitag vendredi viernes venerdì',
  'saturday samstag sonnabend samedi sábado sabato',
  'sunday sonntag dimanche domingo domenica',
].map((names) => names.split(' '));

const month = `(?:${months.flat().join('|')})`;
const ordinal = '(?:st|nd|rd|th|er|\\.|º)?';
const number = "\\d(?:[\\d.,'’\\u00A0\\u202F]*\\d)?";
const currency = '[$€£¥₹₩₽]|(?:USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK)\\b';
const size = '(?:\\s?(?:million|billion|thousand|mio|mrd|bn|[kKmM](?![\\p{L}\\p{N}])))?';

/** Each kind with what it looks like; what one has found, the next does not. */
const patterns: readonly (readonly [Fact['what'], RegExp])[] = [
  ['date', /(?<![\p{L}\p{N}])\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?(?![\p{L}\p{N}])/gu],
  // Without its year, a day and a month are read as a number: "3.2." may as well be a version at the end of a sentence.
  ['date', /(?<![\p{L}\p{N}.])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?![\p{L}\p{N}])/gu],
  [
    'date',
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\d{1,2}${ordinal}\\s+(?:(?:of|de)\\s+)?${month}(?![\\p{L}])\\.?(?:,?\\s+(?:de\\s+)?\\d{4}(?!\\d))?|` +
        `${month}(?![\\p{L}])\\.?\\s+\\d{1,2}${ordinal}(?:,?\\s+\\d{4}(?!\\d))?(?![\\p{L}\\p{N}])|${month}(?![\\p{L}])\\.?,?\\s+\\d{4}(?!\\d))`,
      'giu',
    ),
  ],
  ['date', /(?<![\p{L}\p{N}:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?![\p{N}:])/giu],
  ['date', new RegExp(`(?<![\\p{L}])(?:${weekdays.flat().join('|')})(?:s|es)?(?![\\p{L}])`, 'giu')],
  [
    'amount',
    new RegExp(`(?:${currency})\\s?${number}${size}|(?<![\\p{L}\\p{N}.,])${number}${size}\\s?(?:${currency})`, 'gu'),
  ],
  ['number', new RegExp(`(?<![\\p{L}\\p{N}_])[-+−]?${number}(?:\\s?[%‰])?`, 'gu')],
];

/** The facts in the prose of a text, in order: not those in what is kept anyway, nor the numbers of a list. */
export function factsOf(text: string, { spans, marks }: Pick<Reading, 'spans' | 'marks'>): Fact[] {
  let prose = blanked(text, [...spans, ...marks]);
  const facts: Fact[] = [];
  for (const [what, pattern] of patterns) {
    const found = [...prose.matchAll(pattern)].map(({ 0: own, index }) => factAt(what, own, index));
    prose = blanked(prose, found);
    facts.push(...found);
  }
  return [...facts, ...namesIn(prose)].sort((a, b) => a.start - b.start);
}

function factAt(what: Fact['what'], text: string, start: number): Fact {
  return { what, text, key: keyOf(what, text), start, end: start + text.length };
}

function keyOf(what: Fact['what'], text: string): string {
  if (what === 'number') return plainNumber(text);
  if (what === 'amount') {
    const unit = /\p{Sc}|[A-Z]{3}/u.exec(text)?.[0] ?? '';
    const big = /(?:million|billion|thousand|mio|mrd|bn|[kKmM])/.exec(text.replace(unit, ''))?.[0] ?? '';
    return `${unit} ${plainNumber(/\d(?:[\d.,'’\u00A0\u202F]*\d)?/.exec(text)?.[0] ?? '')} ${big.toLowerCase()}`;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const named = words.flatMap((word) => {
    const of = (lists: readonly (readonly string[])[], name: string) => {
      const index = lists.findIndex((list) => list.includes(word) || list.some((one) => `${one}s` === word));
      return index < 0 ? [] : [`${name}${index}`];
    };
    return [...of(months, 'month'), ...of(weekdays, 'day'), ...(/^[ap]m$/.test(word) ? [word] : [])];
  });
  return [...named, ...(text.match(/\d+/g) ?? [])].sort().join(' ');
}

/** A number without what groups its digits, and with a point before its decimals, whichever language it is written in. */
function plainNumber(text: string): string {
  return text
    .replace(/[\s'’\u00A0\u202F]/g, '')
    .replace(/(?<=\d)[.,](?=\d{3}(?!\d))/g, '')
    .replace(/,(?=\d)/g, '.');
}

/**
 * Words that name somebody or something: capital letters where no sentence begins, or within the word. Where every noun has one, as in
 * German, only the latter.
 */
function namesIn(prose: string): Fact[] {
  const inside = [...prose.matchAll(/(?<=[\p{L}\p{N},;)”’"'][^\S\n]+["“„'(]?)\p{L}[\p{L}\p{M}'’-]+/gu)];
  const capital = inside.filter(([word]) => /^\p{Lu}/u.test(word));
  const isGerman = capital.length > 8 && capital.length > inside.length / 5;
  const mixed = [...prose.matchAll(/(?<![\p{L}\p{N}])(?:\p{Lu}{2,}[\p{L}\p{N}]*|\p{L}+\p{Ll}\p{Lu}[\p{L}\p{N}]*)/gu)];
  const found = new Map([...(isGerman ? [] : capital), ...mixed].map((match) => [match.index, match[0]]));
  return [...found].map(([index, word]) => {
    const name = word.replace(/['’]s?$/, '');
    return { what: 'name', text: name, key: name.toLowerCase(), start: index, end: index + name.length };
  });
}

/** A text with spaces in place of these stretches, so that all else stays where it is. */
function blanked(text: string, stretches: readonly { readonly start: number; readonly end: number }[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    parts.push(text.slice(at, Math.max(at, start)), '\0'.repeat(end - Math.max(at, start)));
    at = end;
  }
  return parts.join('') + text.slice(at);
}
