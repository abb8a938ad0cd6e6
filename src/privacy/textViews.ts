import { blank } from './secretNames.ts';

/**
 * The ways in which a text can be read: as it stands, with its escapes undone, and with what is packed in it as base64 or
 * hexadecimal digits unpacked. A secret is looked for in all of them.
 *
 * Undone are the escapes of JSON, JavaScript, C and shells (`\n`, `\"`, `\x41`, `\u0041`, `\u{41}`), percent-encoding, HTML's
 * numeric and quoting entities, joined string literals (`"AK" + "IA"`), continued lines, and characters that nobody sees. Not
 * undone are compression, encryption, arithmetic on characters, other bases, and whatever a program would have to be run for.
 */
export interface TextView {
  readonly text: string;
  /** Which stretch of the original text a stretch of this view stands for. */
  original(start: number, end: number): { readonly start: number; readonly end: number };
}

/** How often a reading is read again: base64 of JSON of base64 is three. */
const deepest = 3;

/** All readings of a text that differ from one another, the text itself first. */
export function viewsOf(text: string): readonly TextView[] {
  const views: TextView[] = [{ text, original: (start, end) => ({ start, end }) }];
  let newest: readonly TextView[] = views;
  for (let depth = 1; depth <= deepest && newest.length > 0; depth += 1) {
    const known = new Set(views.map((view) => view.text));
    newest = newest
      .flatMap((view) => [unescaped(view), unpacked(view)])
      .filter(({ text: read }) => read !== '' && !known.has(read));
    views.push(...newest);
  }
  return views;
}

/** A stretch of a view and the stretch of its source that it stands for; `isExact` when each character is the source's own. */
interface Stretch {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly isExact: boolean;
}

/** A view made of stretches of another one. */
function viewOf(source: TextView, stretches: readonly Stretch[]): TextView {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of stretches) {
    starts.push(length);
    length += text.length;
  }
  /** The last stretch that begins at or before a place. */
  function stretchAt(place: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  return {
    text: stretches.map(({ text }) => text).join(''),
    original(start, end) {
      const [first, last] = [stretchAt(start), stretchAt(end - 1)];
      const [opening, ending] = [stretches[first], stretches[last]];
      if (opening === undefined || ending === undefined) return source.original(0, 0);
      return source.original(
        opening.isExact ? opening.from + start - (starts[first] ?? 0) : opening.from,
        ending.isExact ? ending.from + end - (starts[last] ?? 0) : ending.to,
      );
    },
  };
}

const escapes =
  /\\(?:u\{(?<braced>[0-9a-f]{1,6})\}|u(?<four>[0-9a-f]{4})|x(?<two>[0-9a-f]{2})|\r?\n|[\s\S])|%(?<percent>[0-7][0-9a-f])|&(?:#x(?<entityHex>[0-9a-f]{1,6})|#(?<entity>\d{1,7})|(?<named>quot|apos|amp|lt|gt));|["'`][ \t]{0,40}(?:\r?\n[ \t]{0,40})?\+[ \t]{0,40}(?:\r?\n[ \t]{0,40})?["'`]|\p{Default_Ignorable_Code_Point}/giu;

/** What a backslash and a letter mean; any other character means itself. */
const letters = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' }));
const names = new Map(Object.entries({ quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' }));

function unescaped(source: TextView): TextView {
  const stretches: Stretch[] = [];
  let done = 0;
  const exact = (to: number) => {
    if (to > done) stretches.push({ text: source.text.slice(done, to), from: done, to, isExact: true });
  };
  for (const match of source.text.matchAll(escapes)) {
    exact(match.index);
    done = match.index + match[0].length;
    stretches.push({ text: meaningOf(match), from: match.index, to: done, isExact: false });
  }
  exact(source.text.length);
  return viewOf(source, stretches);
}

function meaningOf(match: RegExpMatchArray): string {
  const { braced, four, two, percent, entityHex, entity, named } = match.groups ?? {};
  const hexadecimal = braced ?? four ?? two ?? percent ?? entityHex;
  if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16));
  if (entity !== undefined) return character(Number(entity));
  if (named !== undefined) return names.get(named.toLowerCase()) ?? '';
  const escaped = match[0].startsWith('\\') ? match[0].slice(1) : '';
  return escaped.endsWith('\n') ? '' : (letters.get(escaped) ?? escaped);
}

const character = (codePoint: number) => (codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '');

/** Base64 (plain, for URLs, broken into lines) or hexadecimal digits, long enough to hold a secret. */
const packed =
  /[A-Za-z0-9+/_-]{16,}(?:\r?\n[ \t]{0,40}[A-Za-z0-9+/_-]{16,}){0,4000}(?:\r?\n[ \t]{0,40}[A-Za-z0-9+/_-]{2,76}(?=[\s"'`=]|$))?={0,2}/g;

/** Between unpacked texts, so that no rule takes two for one. */
const border = `\n${blank}\n`;

/** The shortest run of readable characters that is looked at. In random bytes one of this length is one in 100,000. */
const readable = /[\t\n\r\x20-\x7e]{12,}/g;

/** What is packed into a text, unpacked, one stretch for each piece. Each stands for all that it was unpacked from. */
function unpacked(source: TextView): TextView {
  const stretches: Stretch[] = [];
  for (const match of source.text.matchAll(packed)) {
    for (const text of readings(match[0])) {
      stretches.push({ text: text + border, from: match.index, to: match.index + match[0].length, isExact: false });
    }
  }
  return viewOf(source, stretches);
}

/** What can be read in a run of base64 or hexadecimal digits, wherever in it the packed text begins. */
function readings(run: string): readonly string[] {
  const digits = run.replace(/\s+/g, '');
  const bytes = [0, 1, 2, 3].map((skip) => Buffer.from(digits.slice(skip), 'base64'));
  for (const [hexadecimal] of digits.matchAll(/[0-9a-f]{24,}/gi)) {
    bytes.push(...[0, 1].map((skip) => Buffer.from(hexadecimal.slice(skip), 'hex')));
  }
  // UTF-16, as PowerShell packs it, has a zero byte beside every letter.
  return bytes.flatMap((each) => [...(each.toString('latin1').replaceAll('\0', '').match(readable) ?? [])]);
}
