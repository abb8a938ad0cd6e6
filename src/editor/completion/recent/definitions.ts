import { commands, type Location, type LocationLink, Position, type TextDocument } from 'vscode';
import type { CursorText } from '../../../base/text.ts';
import { declarationAt } from '../../../completion/recent/declaration.ts';
import { type ImportedName, importedNames, nearestFirst } from '../../../completion/recent/importedNames.ts';
import type { NearbyPiece } from '../../../completion/recent/piece.ts';
import { linesOf, otherText, pieceOf, type Readable } from './otherText.ts';

/** How many names are looked up. */
const mostNames = 8;

/**
 * What the names stand for that a file imports, the ones used nearest to the cursor first, as its language server says.
 * @param signal ends it after the question at hand: VS Code has no way to take one back
 */
export async function importedDefinitions(
  document: TextDocument,
  cursor: CursorText,
  readable: Readable,
  signal: AbortSignal,
): Promise<readonly NearbyPiece[]> {
  const pieces: NearbyPiece[] = [];
  for (const name of nearestFirst(importedNames(linesOf(document)), cursor).slice(0, mostNames)) {
    const place = await definitionOf(document, name, signal);
    if (signal.aborted) break;
    if (!place) continue;
    const text = await otherText(place.uri, document, readable);
    const wanted = text && (place.isWhole ? place : declarationAt(text.lines, place.first));
    const piece = text && wanted && pieceOf(text, 'definition', wanted);
    if (piece) pieces.push(piece);
  }
  return pieces;
}

/** Where a name is defined; `isWhole` where the language server says how far the definition goes. */
async function definitionOf(document: TextDocument, { line, character }: ImportedName, signal: AbortSignal) {
  const asked = commands.executeCommand<readonly (Location | LocationLink)[] | undefined>(
    'vscode.executeDefinitionProvider',
    document.uri,
    new Position(line, character),
  );
  const [found] = (await Promise.race([asked, aborted(signal)]).catch(() => undefined)) ?? [];
  if (!found) return undefined;
  const [uri, range] = 'targetUri' in found ? [found.targetUri, found.targetRange] : [found.uri, found.range];
  return { uri, first: range.start.line, last: range.end.line, isWhole: range.end.line > range.start.line };
}

const aborted = (signal: AbortSignal) =>
  new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
