/**
 * The tokens of the simulated engine: a fixed pattern, so that counts can be compared between layouts, systems and versions.
 * It is the pattern of the research behind `design/completion.md`, with the markers that real vocabularies hold as one token
 * each in front, and any character at the end, so that the tokens joined are always the text.
 */
const token =
  /<\|[a-z_]+\|>|<｜[^｜\n]{1,20}｜>|<fim[_-][a-z]+>|<(?:PRE|SUF|MID|EOT)>|\[(?:PREFIX|SUFFIX|MIDDLE)\]|\s?[A-Za-z_]{1,6}|\s?\d{1,3}|[ \t]{1,8}|\r?\n|\s?[^\sA-Za-z0-9_]{1,2}|[\s\S]/g;

/** Splits a text into tokens. */
export function tokenize(text: string): readonly string[] {
  return text.match(token) ?? [];
}

/**
 * How many tokens have to be evaluated when `slot` holds the tokens of one text and another one is asked for; at least one.
 * No token goes on past a newline, so only what follows the last one that both texts share is looked at.
 */
export function tokensToEvaluate(slot: string, prompt: string): number {
  let same = 0;
  while (same < slot.length && slot.charCodeAt(same) === prompt.charCodeAt(same)) same++;
  let from = same === 0 ? 0 : Math.max(0, prompt.lastIndexOf('\n', same - 1));
  if (prompt[from - 1] === '\r') from--;
  const tokens = tokenize(prompt.slice(from));
  const shared = commonPrefix(tokenize(slot.slice(from)), tokens);
  return Math.max(1, tokens.length - shared);
}

/** How many tokens at the start are the same. */
export function commonPrefix(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length++;
  return length;
}
