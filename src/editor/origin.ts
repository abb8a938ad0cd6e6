import { type Range, type TextDocument, workspace } from 'vscode';
import type { Origin, OriginKind, TextRange } from '../base/text.ts';

/** Where a stretch of a document comes from, as a plain value. */
export function originOf(document: TextDocument, kind: OriginKind, range: TextRange): Origin {
  const path = document.isUntitled ? document.fileName : workspace.asRelativePath(document.uri, false);
  return { kind, uri: document.uri.toString(), path: path.replaceAll('\\', '/'), range };
}

/** A range as a plain value. */
export function plainRange(range: Range): TextRange {
  const { start, end } = range;
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
