import type { Secret } from './secret.ts';

const opening = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const closing = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

/** The largest key that is looked for, in characters: an RSA key of 16,384 bits has 13,000. */
const longestKey = 20_000;

/** What belongs to a key beside its material: `Proc-Type: 4,ENCRYPTED`, `Version: GnuPG v2`. */
const header = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):/;

/**
 * Private keys in PEM, also short ones, encrypted ones, ones in a string literal, and ones whose end is not in the text because
 * the excerpt was cut. A mere mention of the marks is none.
 */
export function pemKeys(text: string): readonly Secret[] {
  const openings = [...text.matchAll(opening)];
  return openings.flatMap((match, index): readonly Secret[] => {
    const from = match.index + match[0].length;
    const limit = Math.min(openings[index + 1]?.index ?? text.length, from + longestKey);
    const behind = text.slice(from, limit);
    const close = closing.exec(behind);
    const inside = close === null ? materialOf(behind) : behind.slice(0, close.index);
    if (!holdsMaterial(inside)) return [];
    const length = close === null ? inside.length : close.index + close[0].length;
    return [{ rule: 'privateKey', start: match.index, end: from + length }];
  });
}

/** The lines, real ones or written as `\n`, that can be a key's material. */
function materialOf(behind: string): string {
  let length = 0;
  for (const [line] of behind.matchAll(/(?:(?!\\n)[^\n])*(?:\\n|\n|$)/g)) {
    const plain = line.replace(/\\[nr]$/, '').replace(/^[\s"'`#*]+|[\s"'`,;+\\]+$/g, '');
    if (line === '' || !(plain === '' || /^[A-Za-z0-9+/=]+$/.test(plain) || header.test(plain))) break;
    length += line.length;
  }
  return behind.slice(0, length).trimEnd();
}

/** Whether most of a text is base64, at least 24 characters of it: code that speaks about keys is not. */
function holdsMaterial(inside: string): boolean {
  const lines = inside.split(/\\[nr]|\s+/).map((line) => line.replace(/["'`,;#*\\]+/g, ''));
  const material = lines.filter((line) => /^[A-Za-z0-9+/=]{16,}$/.test(line)).join('').length;
  return material >= 24 && material * 2 >= lines.join('').length;
}
