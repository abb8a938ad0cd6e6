import { type NearbyPiece, pieceAround } from '../../../src/completion/recent/piece.ts';
import { type DocumentView, TypedDocument } from '../editor/typedDocument.ts';
import type { Piece } from '../traces/piece.ts';
import { readAllPieces } from '../traces/readPieces.ts';

/** Where somebody was before they came to a document: traces of the same language, as they stood before their pieces. */
export function elsewhere(document: DocumentView): {
  /** The document they come from. */
  readonly last: DocumentView;
  /** The places where they edited, one a document. */
  readonly edited: readonly NearbyPiece[];
} {
  const others = new Map<string, Piece>();
  for (const piece of readAllPieces()) {
    if (piece.languageId === document.languageId && piece.path !== document.path) others.set(piece.path, piece);
  }
  const documents = [...others.values()].map((piece) => new TypedDocument(piece));
  const [last] = documents;
  if (!last) throw new Error(`There is only one document of ${document.languageId}.`);
  return { last, edited: documents.flatMap((each) => editedIn(each) ?? []) };
}

function editedIn(document: TypedDocument): NearbyPiece | undefined {
  const { uri, path, languageId, position } = document;
  const lines = { count: document.lineCount, at: (line: number) => document.lineAt(line) };
  const piece = pieceAround(lines, { first: position.line - 8, last: position.line + 8 });
  return piece && { origin: { kind: 'edited', uri, path, range: piece.range }, languageId, text: piece.text };
}
