import type { DocumentView } from '../editor/typedDocument.ts';
import { tokenize } from '../physics/tokens.ts';

/** The document on either side of the cursor, as far as a system looks. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

/** The cursor's line and at most so many lines on either side. */
export function linesAround(document: DocumentView, above: number, below: number): Sides {
  const { line, character } = document.position;
  const lines = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => document.lineAt(from + index));
  const here = document.lineAt(line);
  return {
    before: [...lines(Math.max(0, line - above), line), here.slice(0, character)].join('\n'),
    after: [here.slice(character), ...lines(line + 1, Math.min(document.lineCount, line + 1 + below))].join('\n'),
  };
}

/** The last whole lines of a text that are not more than so many tokens. */
export function lastLinesWithin(text: string, mostTokens: number): string {
  const lines = text.split('\n');
  let start = lines.length;
  for (let left = mostTokens; start > 0; start--) {
    left -= tokenize(lines[start - 1] ?? '').length + 1;
    if (left < 0) break;
  }
  return lines.slice(start).join('\n');
}

/** The first whole lines of a text that are not more than so many tokens. */
export function firstLinesWithin(text: string, mostTokens: number): string {
  const lines = text.split('\n');
  let end = 0;
  for (let left = mostTokens; end < lines.length; end++) {
    left -= tokenize(lines[end] ?? '').length + 1;
    if (left < 0) break;
  }
  return lines.slice(0, end).join('\n');
}

/** The order that most models are trained on: prefix, suffix, middle. */
export const prefixSuffixMiddle = ({ before, after }: Sides) =>
  `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;
