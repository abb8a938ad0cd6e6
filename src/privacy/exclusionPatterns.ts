/**
 * A pattern of `hearth.neverLeaves` is written in gitignore's syntax, but by people who also know VS Code's globs and
 * Windows' paths. A pattern that silently matches nothing would let a secret leave, so each is read in every way it can be
 * meant. A rule too many keeps a file here; a rule too few does not.
 */

/** More readings than this come from nested braces, and nobody can say any longer what such a pattern means. */
const mostReadings = 64;

/**
 * More of these in one pattern than anyone needs. A pattern becomes a regular expression that can go back to each of them, and
 * with `**` six times over that takes a quarter of a minute on a deep path.
 */
const mostDoubleStars = 3;
const mostStars = 12;

/**
 * The gitignore patterns that `pattern` stands for; none for a blank line or a comment.
 * @returns undefined when the pattern cannot be read, so that the caller can fail closed
 */
export function exclusionPatterns(pattern: string): readonly string[] | undefined {
  if (/^\s*(?:#|$)/.test(pattern)) return [];
  const sign = pattern.startsWith('!') ? '!' : '';
  const readings = withoutBraces(withoutHome(pattern.slice(sign.length).normalize('NFC')));
  if (readings === undefined || !readings.every(isReadable)) return undefined;
  const all = readings.flatMap((each) => [each, ...withBackslashesAsSlashes(each)]);
  // An exception counts only as it is written: reading it more widely would let more leave, not less.
  return (sign === '' ? all : readings).map((each) => sign + atAnyDepth(each));
}

/** The settings belong to a person, not to a folder, so `config/keys.json` has no root to hang on: it matches anywhere. */
function atAnyDepth(pattern: string): string {
  const slash = pattern.indexOf('/');
  const isAnchoredByInnerSlash = slash > 0 && slash < pattern.length - 1 && !pattern.startsWith('**/');
  return isAnchoredByInnerSlash ? `**/${pattern}` : pattern;
}

/** `~/` and `${userHome}/` are not known to gitignore; what follows them is matched at any depth. */
function withoutHome(pattern: string): string {
  return pattern.replace(/^(?:~|\$\{[^}]*\})[\\/]+/, '**/');
}

/** In gitignore's syntax `keys\prod.json` means `keysprod.json`; on Windows it means a folder. */
function withBackslashesAsSlashes(pattern: string): readonly string[] {
  return pattern.includes('\\') ? [pattern.replaceAll('\\', '/')] : [];
}

/** `*.{pem,key}` is VS Code's syntax; gitignore takes the braces literally, and so does the first reading. */
function withoutBraces(pattern: string): readonly string[] | undefined {
  const readings = [pattern];
  for (const each of readings) {
    const braces = /\{(?<choices>[^{}]*,[^{}]*)\}/.exec(each);
    if (braces === null) continue;
    const after = each.slice(braces.index + braces[0].length);
    for (const choice of (braces.groups?.choices ?? '').split(',')) {
      readings.push(each.slice(0, braces.index) + choice + after);
    }
    if (readings.length > mostReadings) return undefined;
  }
  return readings;
}

/** An unclosed bracket, or a range from back to front, matches nothing; neither does a pattern of nothing but slashes. */
function isReadable(pattern: string): boolean {
  const unescaped = pattern.replace(/\\./g, '');
  if (/^[\\/\s]*$/.test(pattern) || /[\r\n]/.test(pattern)) return false;
  if (pattern.split('**').length > mostDoubleStars + 1 || pattern.split('*').length > mostStars + 1) return false;
  const brackets = unescaped.match(/\[[!^]?\]?[^\]]*\]/g) ?? [];
  const outside = brackets.reduce((rest, bracket) => rest.replace(bracket, ''), unescaped);
  return !outside.includes('[') && !brackets.some(hasBackwardRange);
}

function hasBackwardRange(bracket: string): boolean {
  return [...bracket.slice(1, -1).matchAll(/(.)-(.)/gu)].some(([, from = '', to = '']) => from > to);
}
