import { commentSyntaxOf } from './reading/commentSyntax.ts';

/** A text as comments of a language, line by line; undefined for a language whose comments do not end with the line, or are not known. */
export function asComments(text: string, languageId: string): string | undefined {
  const mark = commentSyntaxOf(languageId)?.line[0];
  if (mark === undefined) return undefined;
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? mark : `${mark} ${line}`))
    .join('\n');
}
