import { blank } from './secretNames.ts';

/** What people write where a secret goes: a value of nothing but these words is none. */
const standInWords = new Set(
  (
    'your my our the some any a an this here insert replace change changeme enter put use with me in from new old dummy ' +
    'fake example examples sample test tests testing demo foo bar baz placeholder redacted removed hidden masked none null ' +
    'nil undefined true false todo fixme value string text password passwd passphrase pass pwd secret secrets token tokens ' +
    'key keys api auth oauth bearer access client account admin root user username name id db database app default ' +
    'production prod dev local localhost x xx xxx xxxx xxxxx xxxxxxxx'
  ).split(' '),
);

/** A variable of a shell, a template or a build, and a call or a look-up in code: the name of a secret, not the secret. */
const reference =
  /\$\{|\{\{|\$\(|%\(|<[^<>]{1,40}>|^\$\w|^%\w+%$|^@|^env\.|process\.env|environ|getenv|secrets\.|vault:|^\{.*\}$/i;

/** Whether a value stands in for a secret rather than being one. */
export function isStandIn(value: string): boolean {
  if (value.includes(blank) || reference.test(value) || /^(?:(.)\1*|\.{3}.*)$/su.test(value)) return true;
  const words = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const digits = value.match(/\d/g)?.length ?? 0;
  return words.length > 0 && digits <= 4 && words.every((word) => standInWords.has(word));
}

/**
 * How much there is to guess in a value, in bits: Shannon's entropy of its characters, times their number. "hunter22" has 22,
 * twenty random hexadecimal digits about 70.
 */
function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = [...value].length;
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / length);
  return bits;
}

/**
 * Whether a value looks as if nobody could guess it: letters together with digits or signs and at least 18 bits, or letters
 * alone that are as mixed as no word is. Numbers alone are not taken for a secret.
 */
export function looksRandom(value: string): boolean {
  if (isStandIn(value) || !/\p{L}/u.test(value)) return false;
  const bits = entropyBits(value);
  if (/[^\p{L}_.:/-]/u.test(value)) return bits >= 18;
  return value.length >= 20 && bits / value.length >= 4;
}
