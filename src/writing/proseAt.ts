import { textKindOf } from './reading/textKind.ts';

/** A place in a text, as far as it tells whether sentences stand there. */
interface ProsePlace {
  readonly languageId: string;
  /** The text from the start of line `firstLine` to the place. */
  readonly before: string;
  readonly firstLine: number;
  /** The text behind the place. */
  readonly after?: string;
}

/** Whether people write sentences in a language; a block of code may stand in such a text. */
export const isOfProse = (languageId: string): boolean => textKindOf(languageId) !== 'code';

/** How prose is laid out: `flowing` paragraphs are one line each, `wrapped` ones are broken into lines by hand. */
export type Prose = 'flowing' | 'wrapped';

/**
 * What kind of prose is written at a place, as far as the text around it tells; undefined where it is none: in languages of
 * other things than sentences, and in a block of code.
 */
export function proseAt(place: ProsePlace): Prose | undefined {
  if (isCodeAt(place)) return undefined;
  const { before, after = '' } = place;
  return isWrappedByHand(before.slice(-lookedAt)) || isWrappedByHand(after.slice(0, lookedAt)) ? 'wrapped' : 'flowing';
}

function isCodeAt(place: ProsePlace): boolean {
  if (place.languageId === 'asciidoc') return isAsciidocCode(place);
  if (place.languageId === 'restructuredtext') return isLiteralBlock(place);
  switch (textKindOf(place.languageId)) {
    case 'markdown':
      return isMarkdownCode(place);
    case 'latex':
      return isLatexCode(place);
    case 'commit':
    case 'plain':
      return false;
    case 'code':
      return true;
  }
}

/** How much is looked at to see how prose is wrapped, in UTF-16 code units, and how long a line is that was broken for it. */
const lookedAt = 4000;
const longLine = 50;

/** Whether a text puts line ends within its paragraphs. */
function isWrappedByHand(text: string): boolean {
  const lines = text.split('\n');
  return lines.some((line, index) => {
    const above = lines[index - 1] ?? '';
    return above.length >= longLine && line.trim() !== '' && !startsBlock.test(line) && !/^\s*(\||#{1,6} )/.test(above);
  });
}

/** A line that begins something of its own: a heading, a list item, a quote, a table's row, a fence. */
const startsBlock = /^\s*(#{1,6} |[-*+] |\d{1,3}[.)] |>|\||```|~~~|\\)/;

/** Within a fence, or in the front matter. */
function isMarkdownCode({ before, firstLine }: ProsePlace): boolean {
  if (firstLine === 0 && /^---[ \t]*\n/.test(before) && !/\n(---|\.\.\.)[ \t]*\n/.test(before)) return true;
  let open = '';
  for (const [, fence = '', info = ''] of before.matchAll(/^ {0,3}(?:[-*+>] {0,3})*(`{3,}|~{3,})(.*)$/gm)) {
    const closes = open !== '' && fence.startsWith(open) && info.trim() === '';
    // Where the text begins in the middle of the document, the first fence seen can be the end of one.
    const isAnother = open !== '' && firstLine > 0 && info.trim() !== '';
    if (closes) open = '';
    else if (open === '' || isAnother) open = fence;
  }
  return open !== '';
}

const latexCode =
  /\\(begin|end)\{(verbatim|lstlisting|minted|equation|align|gather|multline|tikzpicture|tabular)\*?\}/g;

/** Within an environment of code, mathematics or a table, or before the document begins. */
function isLatexCode({ before }: ProsePlace): boolean {
  if (/^\s*\\documentclass\b/m.test(before) && !before.includes('\\begin{document}')) return true;
  let last = 'end';
  for (const [, which = ''] of before.matchAll(latexCode)) last = which;
  return last === 'begin';
}

/** Between two lines of dashes or dots. */
function isAsciidocCode({ before }: ProsePlace): boolean {
  let open = '';
  for (const [, delimiter = ''] of before.matchAll(/^(-{4,}|\.{4,})[ \t]*$/gm)) {
    open = open === '' ? delimiter : open === delimiter ? '' : open;
  }
  return open !== '';
}

/** In a block that is indented below a line that ends in `::`. */
function isLiteralBlock({ before }: ProsePlace): boolean {
  const lines = before.split('\n');
  let indent = indentOf(lines.at(-1) ?? '');
  for (let index = lines.length - 2; index >= 0 && indent > 0; index--) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    if (/::\s*$|^\s*\.\. [\w-]+::/.test(line)) return true;
    indent = indentOf(line);
  }
  return false;
}

const indentOf = (line: string) => line.length - line.trimStart().length;
