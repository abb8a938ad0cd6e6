import { addressesIn } from './patterns.ts';
import { inOrder, type Kept, type Reading, type ShapePart, type Span } from './reading.ts';

/** Environments that are kept whole: there is no prose in them, or it stands between marks that are easily broken. */
const keptEnvironments: readonly (readonly [RegExp, Kept])[] = [
  [/^(?:verbatim|Verbatim|lstlisting|minted|comment|alltt|filecontents|algorithmic)\*?$/, 'code'],
  [
    /^(?:math|displaymath|equation|align|alignat|gather|multline|flalign|eqnarray|dmath|array|cases|IEEEeqnarray)\*?$/,
    'math',
  ],
  [
    /^(?:tikzpicture|tabular|tabularx|tabulary|longtable|tabbing|thebibliography|pgfpicture|forest|picture)\*?$/,
    'command',
  ],
];

/** Headings, the highest first. */
const levels = ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph', 'subparagraph'];

/** Commands whose last argument is prose: the command stays where a model sees it. */
const prose = new Set([
  ...'textbf textit textsl textsc textrm textsf textmd textup emph underline uline enquote mbox footnote'.split(' '),
  ...'caption title subtitle item marginpar thanks'.split(' '),
  ...levels,
]);

/** Commands before a letter that they put an accent on: part of the word. */
const accents = /^[`'^"~=.cvHuk]$/;

/** What each command with arguments is; all others are commands. */
const kinds: readonly (readonly [RegExp, Kept])[] = [
  [/^(?:url|path|href|includegraphics|input|include)\*?$/, 'url'],
  [/^(?:\w*cite\w*|\w*ref|label|bibliography\w*|nocite|gls\w*|ac\w{0,2})\*?$/i, 'reference'],
  [/^(?:texttt|lstinline|mintinline|code)\*?$/, 'code'],
];

/** A comment, a command, or a mark of math. */
const token = /%[^\n]*|\\(?:[A-Za-z@]+\*?|[^A-Za-z@]|$)|\$\$?/g;

/**
 * Reads LaTeX by its marks alone: a parser that knows every package took 36 ms for 3,000 characters here, 250 KB of code, and fails
 * on an excerpt that is not whole. Commands that are not known are kept with all their arguments. Linear in the text's length.
 */
export function readLatex(text: string): Reading {
  const spans: Span[] = [];
  const { closing, single } = matchingBraces(text);
  const shape: ShapePart[] = [...single];
  const missing = new Set<string>();
  const keep = (start: number, end: number, what: Kept, block = false) => spans.push({ start, end, what, block });

  /** Where the arguments end that follow each other from here. */
  const afterArguments = (from: number, most = 10): number => {
    let at = from;
    for (let count = 0; count < most; count++) {
      const end = text[at] === '{' ? closing.get(at) : text[at] === '[' ? closingBracket(text, at) : undefined;
      if (end === undefined) break;
      at = end + 1;
    }
    return at;
  };
  /** Where this text ends next; undefined if it does not come any more. */
  const endOf = (ending: string, from: number): number | undefined => {
    if (missing.has(ending)) return undefined;
    const at = text.indexOf(ending, from);
    if (at >= 0) return at + ending.length;
    missing.add(ending);
    return undefined;
  };

  let at = 0;
  const begin = text.indexOf('\\begin{document}');
  if (begin >= 0) {
    at = begin + '\\begin{document}'.length;
    keep(0, at, 'command', true);
  }
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) break;
    const start = match.index;
    const found = match[0];
    at = start + found.length;
    if (found.startsWith('%')) {
      keep(start, at, 'command', isAlone(text, start));
    } else if (found.startsWith('$')) {
      const end = endOfMath(text, found, at);
      if (end === undefined) continue;
      at = end;
      keep(start, at, 'math', found === '$$');
    } else {
      at = readCommand(found.slice(1), start, at);
    }
  }
  return { spans: inOrder([...spans, ...addressesIn(text)]), marks: [], shape };

  /** Reads one command and says where reading goes on. */
  function readCommand(name: string, start: number, after: number): number {
    const plain = name.replace(/\*$/, '');
    if (name === '(' || name === '[') {
      const end = endOf(name === '(' ? '\\)' : '\\]', after);
      if (end !== undefined) keep(start, end, 'math', name === '[');
      return end ?? after;
    }
    if (plain === 'begin' || plain === 'end') return readEnvironment(plain, start, after);
    if (plain === 'verb') {
      const end = text.indexOf(text[after] ?? '', after + 1);
      const line = text.indexOf('\n', after);
      if (end < 0 || (line >= 0 && line < end)) return after;
      keep(start, end + 1, 'code');
      return end + 1;
    }
    const level = levels.indexOf(plain);
    if (level >= 0) shape.push({ what: 'heading', detail: `level ${level}` });
    if (plain === 'item') shape.push({ what: 'list', detail: 'item' });
    if (prose.has(plain) || accents.test(name)) return after;
    if (name === '\\') {
      const end = text[after] === '[' ? afterArguments(after, 1) : after;
      keep(start, end, 'mark');
      return end;
    }
    if (!/^[A-Za-z@]/.test(name)) {
      keep(start, after, 'mark');
      return after;
    }
    const what = kinds.find(([pattern]) => pattern.test(plain))?.[1] ?? 'command';
    // The second argument of a link is what people read.
    const end = plain === 'href' ? afterArguments(after, 1) : afterArguments(after);
    keep(start, end, what, isAlone(text, start) && /^[ \t]*(?:\n|$)/.test(text.slice(end, end + 80)));
    return end;
  }

  function readEnvironment(which: 'begin' | 'end', start: number, after: number): number {
    const brace = closing.get(after);
    if (brace === undefined) return after;
    const name = text.slice(after + 1, brace);
    const detail = /^(?:itemize|enumerate|description)\*?$/.test(name) ? 'list' : 'block';
    shape.push({ what: detail, detail: `${which} ${name}` });
    const what = which === 'begin' ? keptEnvironments.find(([pattern]) => pattern.test(name))?.[1] : undefined;
    const whole = what === undefined ? undefined : endOf(`\\end{${name}}`, brace + 1);
    if (which === 'end' && name === 'document') {
      keep(start, text.length, 'command', true);
      return text.length;
    }
    const end = whole ?? (which === 'begin' ? afterArguments(brace + 1) : brace + 1);
    keep(start, end, what ?? 'command', true);
    return end;
  }
}

/** For each opening brace, the one that closes it, and which are left over. Escaped ones and those in comments are none. */
function matchingBraces(text: string): { readonly closing: Map<number, number>; readonly single: ShapePart[] } {
  const closing = new Map<number, number>();
  const single: ShapePart[] = [];
  const open: number[] = [];
  for (const { 0: found, index } of text.matchAll(/\\[\s\S]|%[^\n]*|[{}]/g)) {
    if (found === '{') open.push(index);
    if (found !== '}') continue;
    const from = open.pop();
    if (from === undefined) single.push({ what: 'brace', detail: '}' });
    else closing.set(from, index);
  }
  return { closing, single: [...single, ...open.map((): ShapePart => ({ what: 'brace', detail: '{' }))] };
}

/** The bracket that closes an optional argument: on the next lines at most, and not across a blank one. */
function closingBracket(text: string, at: number): number | undefined {
  const within = /^\[(?:[^\][\\\n{}]|\\[\s\S]|\n(?!\s*\n)|\{[^{}]*\})*\]/.exec(text.slice(at, at + 1000));
  return within === null ? undefined : at + within[0].length - 1;
}

/** Where math ends that began with `$` or `$$`; it cannot go on over a blank line. */
function endOfMath(text: string, mark: string, from: number): number | undefined {
  const pattern =
    mark === '$'
      ? /(?:[^$\\\n]|\\[\s\S]|\n(?![ \t\r]*\n))*\$/y
      : /(?:[^$\\\n]|\\[\s\S]|\n(?![ \t\r]*\n)|\$(?!\$))*\$\$/y;
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Whether nothing but spaces stands before this place on its line. */
function isAlone(text: string, at: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 80), at));
}
