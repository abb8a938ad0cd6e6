import { type Range, type TextDocument, type Uri, workspace } from 'vscode';
import type { Origin, OriginKind, TextRange } from '../base/text.ts';

/** Where a stretch of a document comes from, as a plain value. */
export function originOf(document: TextDocument, kind: OriginKind, range: TextRange): Origin {
  const path = document.isUntitled ? document.fileName : workspace.asRelativePath(fileBehind(document.uri), false);
  return { kind, uri: document.uri.toString(), path: path.replaceAll('\\', '/'), range };
}

/** The file that a notebook's cell, or an earlier version of Git's, belongs to: VS Code takes neither for part of its folder. */
function fileBehind(uri: Uri): Uri {
  if (uri.scheme !== 'vscode-notebook-cell' && uri.scheme !== 'git') return uri;
  const folder = workspace.workspaceFolders?.find((each) => uri.path.startsWith(`${each.uri.path}/`));
  return folder ? folder.uri.with({ path: uri.path }) : uri;
}

/** A range as a plain value. */
export function plainRange(range: Range): TextRange {
  const { start, end } = range;
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
