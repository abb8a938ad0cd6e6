import type { Secret } from './secret.ts';
import { looksRandom } from './secretValue.ts';

/**
 * Secrets that nothing marks but their name: `password = "…"`, `api_key: …`, `--token …`, `<secret>…</secret>`. All that may
 * repeat has a limit, so the time is linear in the text.
 */

const keyword =
  'passw(?:or)?d|passwort|passphrase|passcode|pass|pwd|secret|token|credential|' +
  '(?:api|access|auth|account|encryption|signing|private|master|session|client|app)[_-]?key';

/** Between name and value: `=`, `:`, `=>`, `>` of a tag, `: string =`. */
const separator = `["'\`\\])]{0,2}\\s{0,8}(?:=>|:=|={1,3}|:\\s{0,4}[\\w.<>|?[\\]]{1,32}\\s{0,4}=|:|>)\\s{0,8}`;

/** Where only a value in quotes can be meant: `("password", "…")`, `setPassword("…")`, `key="password" value="…"`. */
const quotedSeparator = `(?:["'\`]\\s{0,8},|\\s{0,2}\\(|["']\\s{1,8}value\\s{0,4}=)\\s{0,8}(?=["'\`])`;

const quoted = [
  `"(?<double>[^"\\s]{6,256})(?="|$)`,
  `'(?<single>[^'\\s]{6,256})(?='|$)`,
  '`(?<back>[^`\\s]{6,256})(?=`|$)',
];
const plain = `(?<plain>[^\\s"'\`,;<>()[\\]{}|&\\\\]{8,256})`;

const assigned = new RegExp(
  `(?<name>${keyword})(?<suffix>[\\w-]{0,24})(?<between>${separator}|${quotedSeparator})(?:${quoted.join('|')}|${plain})`,
  'gi',
);

/** `--password hunter22`, and the `-u name:password` of curl. */
const options = [
  new RegExp(`--[\\w-]{0,24}(?:${keyword})\\s{1,4}(?<secret>[^\\s"'-][^\\s"']{5,255})`, 'gi'),
  /(?<![\w-])(?:-u|--user)\s{1,4}["']?[^\s:"']{1,64}:(?<secret>[^\s"'@]{6,128})/g,
];

/** The end of a name that speaks about a secret without holding it: `tokenExpires`, `password_file`. */
const aboutSecret =
  /(?:expir\w*|ttl|type|names?|ur[il]|path|file|count|length|size|limit|regexp?|pattern|field|label|hint|title|policy|index|header|endpoint|prefix|suffix|algorithm|time\w*|date|version|icon|class|env|var)$/i;

const typeName =
  /^(?:u?int|float|string|bytes?|bigint|utf|n?varchar|n?char|vec|sha|md|base|aes|[hre]s)[-_]?\d+(?:array|_t|encoded)?$/i;

/** All values that are given to something named like a secret, and look like one. */
export function assignedSecrets(text: string): readonly Secret[] {
  const found: Secret[] = [];
  const note = (end: number, secret: string) => found.push({ rule: 'password', start: end - secret.length, end });
  const pattern = new RegExp(assigned);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { name = '', suffix = '', between = '', double, single, back, plain } = match.groups ?? {};
    const secret = double ?? single ?? back ?? plain ?? '';
    const end = match.index + match[0].length;
    const isValue = plain === undefined ? !isListed(secret, between) : !isCode(plain, between, text.charAt(end));
    if (isWord(name, suffix) && !aboutSecret.test(suffix) && !isPlace(secret) && isValue && looksRandom(secret)) {
      note(end, secret);
    } else {
      // What was taken for a value may hold a name and a value of its own: `(token) => password = "…"`.
      pattern.lastIndex = match.index + name.length;
    }
  }
  for (const option of options) {
    for (const match of text.matchAll(option)) {
      const secret = match.groups?.secret ?? '';
      if (looksRandom(secret)) note(match.index + match[0].length, secret);
    }
  }
  return found;
}

/** `token`, `tokens`, `token_2` and `tokenValue`, but not the beginning of `tokenizer`. */
function isWord(name: string, suffix: string): boolean {
  const rest = suffix.replace(/^s/i, '');
  if (!/^[a-z]/i.test(rest)) return true;
  return /[a-z]$/.test(name) && /^[A-Z]/.test(rest);
}

/** An address is not a secret (a password in it is found by another rule), and neither is a path. */
function isPlace(value: string): boolean {
  return /^(?:\.{0,2}\/|~\/|[a-z]:\\)|:\/\/|^[\w.-]+(?:\/[\w.-]+)+\.[a-z]{1,5}$/i.test(value);
}

/** Whether a value in quotes is the next word of a list: `"password", "passwordAgain"`. A secret there has a digit. */
function isListed(value: string, between: string): boolean {
  return between.includes(',') && !/\d/.test(value);
}

/** Whether a value without quotes is the name of something in code. @param next the character behind it */
function isCode(value: string, between: string, next: string): boolean {
  if (/[([{]/.test(next) || typeName.test(value)) return true;
  const isName = /^[A-Za-z_$][\w$]*(?:(?:\??\.|::)[A-Za-z_$][\w$]*)*$/.test(value);
  if (!isName) return false;
  if (!/\d/.test(value)) return true;
  // `PASSWORD=hunter22` and `password: hunter22` are values; `token = response2` is code unless it is as odd as a password.
  if (/^\S*$/.test(between)) return false;
  if (value.includes('.')) return true;
  if (/:\s*$/.test(between)) return false;
  return (value.match(/\d/g)?.length ?? 0) < 2;
}
