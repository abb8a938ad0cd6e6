import { readCode } from './code.ts';
import { readCommit } from './commit.ts';
import { readLatex } from './latex.ts';
import { readMarkdown } from './markdown.ts';
import { keptInPlainText } from './patterns.ts';
import { inOrder, type Reading } from './reading.ts';
import { textKindOf } from './textKind.ts';

/**
 * What must not change in a text, and its shape, by the language that VS Code says it is in. Linear, but Markdown takes 2 ms for 1,000
 * characters: to be called in the worker.
 * @param defined labels that are defined elsewhere in the document, see {@link definedLabels}; for Markdown only
 */
export function read(text: string, languageId: string, defined: readonly string[] = []): Reading {
  switch (textKindOf(languageId)) {
    case 'markdown':
      return readMarkdown(text, defined);
    case 'latex':
      return readLatex(text);
    case 'commit':
      return readCommit(text);
    case 'plain':
      return { spans: inOrder(keptInPlainText(text)), marks: [], shape: [] };
    case 'code':
      return readCode(text, languageId);
  }
}
