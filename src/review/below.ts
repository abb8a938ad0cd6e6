import type { ProposedChange } from './review.ts';

/**
 * The change that puts a text below another: as a paragraph of its own in prose, on the next line in code.
 * @param original whole lines of a document, the last of them without its end or with it
 * @param next the line that follows them; undefined: none
 */
export function below(
  original: string,
  text: string,
  next: string | undefined,
  by: 'paragraph' | 'line',
): ProposedChange {
  const start = original.trimEnd().length;
  const gap = start === 0 ? '' : by === 'paragraph' ? '\n\n' : '\n';
  const rest = original.slice(start);
  // In Markdown, the line behind would become part of the paragraph.
  const isClose = by === 'paragraph' && !/\n[ \t]*\n/.test(rest) && next !== undefined && next.trim() !== '';
  return { start, end: start, added: `${gap}${text.replace(/^\s*\n|\s+$/g, '')}${isClose ? '\n' : ''}` };
}
