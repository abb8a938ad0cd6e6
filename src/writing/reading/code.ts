import { type Prose, proseIn } from './commentProse.ts';
import { commentSyntaxOf } from './commentSyntax.ts';
import { keptInPlainText } from './patterns.ts';
import { inOrder, type Reading, type Span } from './reading.ts';

/** What is kept in a comment besides: tags of documentation with what they name, and markup. */
const keptInComments: readonly RegExp[] = [
  // JSDoc, with a type and a name: `@param {string} name`, `@returns {number}`.
  /(?<![\w/])@(?:param|property|prop|arg|argument|typedef|template|throws|exception|returns?|type)\b(?:[ \t]*\{[^{}\n]*\})?/g,
  /(?<=(?<![\w/])@(?:param|property|prop|arg|argument|typedef|template)\b(?:[ \t]*\{[^{}\n]{0,80}\})?[ \t]{1,8})\[?[\w.$]+(?:=[^\]\n]*)?\]?/g,
  /\{@\w+[^{}\n]*\}/g,
  // Doxygen and XML documentation.
  /(?<![\w/])[@\\][A-Za-z]+\b/g,
  /<\/?[A-Za-z][^<>\n]*>/g,
  // reStructuredText in Python.
  /:(?:param|type|return|returns|rtype|raises)\b[^:\n]*:/g,
];

/**
 * Reads source code: everything is kept but the prose of its comments. The marks at the start of a comment's lines are taken out of
 * that prose, see {@link Span.lineStart}. In a language whose comments are not known, all is kept.
 */
export function readCode(code: string, languageId: string): Reading {
  const syntax = commentSyntaxOf(languageId);
  const spans: Span[] = [];
  let codeStart = 0;
  for (const prose of syntax === undefined ? [] : proseIn(code, syntax)) {
    spans.push({ start: codeStart, end: prose.start, what: 'code', block: true, lineStart: prose.lineStart });
    spans.push(...inOrder(keptIn(code, prose)));
    codeStart = prose.end;
  }
  spans.push({ start: codeStart, end: code.length, what: 'code', block: true, lineStart: '' });
  return { spans: inOrder(spans), marks: [], shape: [] };
}

/** What is kept within the prose of a comment. Nothing of it begins in the marks of a line. */
function keptIn(code: string, { start, end, lineStart }: Prose): Span[] {
  const text = code.slice(start, end);
  const tags = keptInComments.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(
      ({ 0: tag, index }): Span => ({ start: index, end: index + tag.length, what: 'reference', block: false }),
    ),
  );
  return [...keptInPlainText(text), ...tags]
    .filter((span) => {
      const line = text.lastIndexOf('\n', span.start - 1) + 1;
      return span.start === 0 || line === 0 || span.start - line >= lineStart.length;
    })
    .map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
}
