/** Strings and comments, in which a bracket is none. A quote alone is no string in Rust: it begins a lifetime. */
const strings = /"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const quoted = /'(?:\\.|[^'\\\n])*'/g;
const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const hashComments = /#[^\n]*/g;

/** Languages in which `#` begins a comment. */
const hashed = new Set(['python', 'ruby', 'r', 'shellscript', 'elixir']);

const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Whether each bracket of a piece of code has its partner. No parser: a bracket in a regular expression counts as one. Good for a
 * word of warning, and for nothing else.
 */
export function bracketsMatch(code: string, languageId: string): boolean {
  const withoutStrings = code.replaceAll(strings, '""');
  const withoutQuoted = languageId === 'rust' ? withoutStrings : withoutStrings.replaceAll(quoted, "''");
  const open: string[] = [];
  for (const [bracket] of withoutQuoted
    .replaceAll(hashed.has(languageId) ? hashComments : comments, '')
    .matchAll(/[()[\]{}]/g)) {
    const wanted = partner[bracket];
    if (wanted === undefined) open.push(bracket);
    else if (open.pop() !== wanted) return false;
  }
  return open.length === 0;
}
