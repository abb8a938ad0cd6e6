import MarkdownIt, { type Renderer, type Token } from 'markdown-it';
import { codeColours } from './codeColours.ts';
import { showHiddenCharacters } from './hiddenCharacters.ts';
import { escapeHtml, plainText } from './plainText.ts';

/** Longer answers are shown as plain text, in UTF-16 code units: 2 MB of ASCII. */
const mostCharacters = 2_000_000;
/** A target that is no web address is shown only this far: `data:` can be long. */
const mostOfATarget = 100;

/**
 * Makes the function that turns a model's Markdown into HTML. Models repeat what hostile text tells them, so the HTML
 * holds nothing that loads, leads or runs: its tags are few and fixed, and no attribute holds anything of the text but a
 * checked language name and the first number of a list.
 *
 * - HTML in the text is shown as text.
 * - An image is replaced by `[image: its description]`, in whichever form it was written.
 * - A link is its text followed by its whole target, in the form in which it would be sent. It cannot be followed.
 * - Hidden characters become visible badges, see {@link showHiddenCharacters}.
 */
export function markdownRenderer(): (markdown: string) => string {
  const colour = codeColours();
  const parser = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: true });
  const { renderer } = parser;

  // Every form of target is parsed, so that none remains in the text as an image or link that was "not one".
  parser.validateLink = () => true;

  renderer.renderAttrs = (token) => attributes(token);
  const rules: Renderer['rules'] = {
    image: (tokens, index) => `[image: ${escapeHtml(textOf(tokens[index]?.children ?? []).trim())}]`,
    link_open: (tokens, index) => (isWebAddress(target(tokens[index])) ? '<span class="link">' : '<span>'),
    link_close: (tokens, index) => {
      const open = opening(tokens, index);
      const to = target(tokens[open]);
      if (to === '' || to === textOf(tokens.slice(open + 1, index))) return '</span>';
      const shown = isWebAddress(to) || to.length <= mostOfATarget ? to : `${to.slice(0, mostOfATarget)}…`;
      return `</span> <span class="target">(${escapeHtml(shown)})</span>`;
    },
    fence: (tokens, index) => codeBlock(tokens[index]),
    code_block: (tokens, index) => codeBlock(tokens[index]),
    table_open: () => '<div class="table"><table>\n',
    table_close: () => '</table></div>\n',
  };
  Object.assign(renderer.rules, rules);
  parser.core.ruler.push('nested headings', ({ tokens }) => nestHeadings(tokens));

  function codeBlock(token: Token | undefined): string {
    const code = token?.content ?? '';
    const language = /^[a-z0-9][a-z0-9+#.-]{0,19}/i.exec(token?.info.trim() ?? '')?.[0].toLowerCase() ?? '';
    const name = language === '' ? '' : ` data-language="${language}"`;
    return `<pre${name}><code>${colour(code, language) ?? escapeHtml(code)}</code></pre>\n`;
  }

  return (markdown) => {
    if (markdown.length > mostCharacters) return plainText(markdown);
    try {
      return showHiddenCharacters(parser.render(markdown));
    } catch {
      return plainText(markdown);
    }
  };
}

/** The attributes that may stand in the output; everything else is dropped. */
function attributes(token: Pick<Token, 'attrs'>): string {
  let result = '';
  for (const [name, value] of token.attrs ?? []) {
    if (name === 'start' && /^\d{1,9}$/.test(`${value}`)) result += ` start="${value}"`;
    const side = name === 'style' ? /^text-align:(center|right)$/.exec(`${value}`)?.[1] : undefined;
    if (side !== undefined) result += ` class="align-${side}"`;
  }
  return result;
}

/**
 * An answer stands under its card's heading of level 2, so its own begin at 3 and go down one by one, however a model numbers
 * them: who moves from heading to heading misses none.
 */
function nestHeadings(tokens: readonly Token[]): void {
  const around: number[] = [];
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    const written = Number(token.tag.slice(1));
    if (token.type === 'heading_open') {
      while ((around.at(-1) ?? 0) >= written) around.pop();
      around.push(written);
    }
    token.tag = `h${Math.min(6, around.length + 2)}`;
  }
}

function target(token: Token | undefined): string {
  return `${token?.attrGet('href') ?? ''}`;
}

function isWebAddress(to: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(to);
}

/** The index of the link that ends at `close`. Links do not nest in Markdown. */
function opening(tokens: readonly Token[], close: number): number {
  let index = close;
  while (index > 0 && tokens[index]?.type !== 'link_open') index -= 1;
  return index;
}

/** The plain text of inline tokens. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
      return token.children === null ? token.content : textOf(token.children);
    })
    .join('');
}
