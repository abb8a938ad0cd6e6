import { Range, type TextDocument } from 'vscode';
import type { Excerpt, TextRange } from '../../base/text.ts';
import { below } from '../../review/below.ts';
import type { ProposedChange } from '../../review/review.ts';
import { isOfProse } from '../../writing/proseAt.ts';
import { originOf } from '../origin.ts';

/** The whole lines that a range touches, as an excerpt. A line of which only its start is in the range is not touched. */
export function wholeLines(document: TextDocument, range: TextRange, label: string): Excerpt {
  const { start, end } = range;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const own = { start: { line: start.line, character: 0 }, end: document.lineAt(last).range.end };
  const plain = { start: own.start, end: { line: own.end.line, character: own.end.character } };
  return {
    origin: originOf(document, 'selection', plain),
    languageId: document.languageId,
    text: document.getText(new Range(start.line, 0, last, own.end.character)).replaceAll('\r\n', '\n'),
    label,
  };
}

/** The change that puts a text below an excerpt of whole lines. */
export function belowLines(document: TextDocument, { text: original, origin }: Excerpt, text: string): ProposedChange {
  const nextLine = origin.range.end.line + 1;
  const next = nextLine < document.lineCount ? document.lineAt(nextLine).text : undefined;
  return below(original, text, next, isOfProse(document.languageId) ? 'paragraph' : 'line');
}
