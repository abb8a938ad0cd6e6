/**
 * Characters that nobody sees: direction overrides that make code read differently from what it does ("Trojan Source",
 * CVE-2021-42574), tag characters and variation selectors that carry smuggled text, zero-width characters. Where a script
 * or an emoji needs such a character it is left alone; anywhere else it is hidden on purpose or by accident.
 */

/** Control characters, everything Unicode says to leave undrawn, line separators and interlinear annotation. */
const candidates = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFF9-\uFFFB]/gu;

/** Scripts written from right to left, in which direction marks have work to do. (One of the marks is itself Arabic.) */
const rightToLeft =
  /(?!\u061c)[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}]/u;

/** Scripts in which the zero-width joiner and non-joiner choose a letter's form. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Balinese}\p{Script=Javanese}]/u;

/** Scripts without spaces, in which the zero-width space says where a line may break. */
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Javanese}]/u;

const emojiBeforeJoiner = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F/u;
const pictograph = /\p{Extended_Pictographic}/u;
const emoji = /[\p{Emoji}\p{Script=Han}]/u;
const variable = /[\p{Script=Han}\p{Sm}\p{Script=Myanmar}\p{Script=Phags_Pa}\p{Script=Manichaean}]/u;
const han = /\p{Script=Han}/u;
const mongolian = /\p{Script=Mongolian}/u;
const hangul = /[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/u;
const khmer = /\p{Script=Khmer}/u;

/** The three flags that are spelt in tag characters: England, Scotland, Wales. */
const spelledFlag =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu;

/** Replaces each hidden character of a text that has no business where it stands. Linear in the text's length. */
function replaceHidden(text: string, replace: (codePoint: number, at: number) => string): string {
  const flags = new Set<number>();
  for (const flag of text.matchAll(spelledFlag)) {
    for (let at = flag.index + 2; at < flag.index + flag[0].length; at += 2) flags.add(at);
  }
  let lineEnd = -1;
  let lineIsRightToLeft = false;
  return text.replace(candidates, (character, at: number) => {
    if (character === '\n' || character === '\t' || character === '\r' || flags.has(at)) return character;
    if (at >= lineEnd) {
      const start = text.lastIndexOf('\n', at) + 1;
      const end = text.indexOf('\n', at);
      lineEnd = end < 0 ? text.length : end;
      lineIsRightToLeft = rightToLeft.test(text.slice(start, lineEnd));
    }
    const codePoint = character.codePointAt(0) ?? 0;
    const before = characterBefore(text, at);
    const after = String.fromCodePoint(text.codePointAt(at + character.length) ?? 0);
    return belongs(codePoint, before, after, lineIsRightToLeft) ? character : replace(codePoint, at);
  });
}

function characterBefore(text: string, at: number): string {
  const last = text.charCodeAt(at - 1);
  const isLowSurrogate = last >= 0xdc00 && last <= 0xdfff;
  return text.slice(Math.max(0, at - (isLowSurrogate ? 2 : 1)), at);
}

/** Whether a character that is not drawn has work to do between these two. */
function belongs(codePoint: number, before: string, after: string, lineIsRightToLeft: boolean): boolean {
  switch (codePoint) {
    case 0x200c: // zero-width non-joiner
      return joining.test(before) || joining.test(after);
    case 0x200d: // zero-width joiner
      return joining.test(before) || joining.test(after) || (emojiBeforeJoiner.test(before) && pictograph.test(after));
    case 0x200b: // zero-width space
      return unspaced.test(before) && unspaced.test(after);
    case 0x200e: // left-to-right mark
    case 0x200f: // right-to-left mark
    case 0x061c: // Arabic letter mark
      return lineIsRightToLeft;
    case 0xfe0e: // drawn as text
    case 0xfe0f: // drawn as a picture
      return emoji.test(before);
    case 0x115f: // Hangul fillers within a syllable
    case 0x1160:
      return hangul.test(before) || hangul.test(after);
    case 0x17b4: // inherent vowels
    case 0x17b5:
      return khmer.test(before);
  }
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0d) return variable.test(before);
  if (codePoint >= 0xe0100 && codePoint <= 0xe01ef) return han.test(before);
  if (codePoint >= 0x180b && codePoint <= 0x180f) return mongolian.test(before);
  return false;
}

/** The text without its hidden characters: what a person sees is all there is. */
export function withoutHiddenCharacters(text: string): string {
  return replaceHidden(text, () => '');
}

/** HTML in which each hidden character of the text is a visible badge such as `[U+202E]`. Tags must be plain ASCII. */
export function showHiddenCharacters(html: string): string {
  return replaceHidden(html, (codePoint) => `<span class="hidden-character">[${unicodeName(codePoint)}]</span>`);
}

/** What hidden characters do: turn the direction of the text, carry a message in tags, stand for nothing, and so on. */
export type HiddenKind = 'direction' | 'tag' | 'zeroWidth' | 'variation' | 'control' | 'other';

/** Hidden characters of one kind, one after the other. Start and end (not included) count UTF-16 code units. */
export interface HiddenRun {
  readonly start: number;
  readonly end: number;
  readonly kind: HiddenKind;
  readonly codePoints: readonly number[];
}

/** All hidden characters of a text that have no business where they stand, in order. */
export function hiddenRuns(text: string): readonly HiddenRun[] {
  const runs: { start: number; end: number; kind: HiddenKind; codePoints: number[] }[] = [];
  replaceHidden(text, (codePoint, at) => {
    const last = runs.at(-1);
    const kind = hiddenKind(codePoint);
    const end = at + (codePoint > 0xffff ? 2 : 1);
    if (last?.end === at && last.kind === kind) {
      last.end = end;
      last.codePoints.push(codePoint);
    } else runs.push({ start: at, end, kind, codePoints: [codePoint] });
    return '';
  });
  return runs;
}

/** The text with its hidden characters spelt out, as in `[U+202E]`: for names and labels. */
export function spellHiddenCharacters(text: string): string {
  return replaceHidden(text, (codePoint) => `[${unicodeName(codePoint)}]`);
}

/** A code point as people look it up: `U+202E`. */
export function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

function hiddenKind(codePoint: number): HiddenKind {
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return 'tag';
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(String.fromCodePoint(codePoint))) return 'direction';
  if (/[\u180e\u200b-\u200d\u2060-\u2065\ufeff]/.test(String.fromCodePoint(codePoint))) return 'zeroWidth';
  if ((codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef))
    return 'variation';
  return codePoint < 0x20 || (codePoint >= 0x7f && codePoint <= 0x9f) ? 'control' : 'other';
}
