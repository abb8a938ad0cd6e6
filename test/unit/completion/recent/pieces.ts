import type { NearbyPiece, PieceKind } from '../../../../src/completion/recent/piece.ts';

/** A piece of another file of the project. */
export function piece(
  path: string,
  text: string,
  change: { kind?: PieceKind; uri?: string; languageId?: string; line?: number } = {},
): NearbyPiece {
  const { kind = 'edited', uri = `file:///project/${path}`, languageId = 'typescript', line = 0 } = change;
  const lines = text.split('\n');
  const end = { line: line + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return { origin: { kind, uri, path, range: { start: { line, character: 0 }, end } }, languageId, text };
}

/** A function that is in no other piece. */
export const functionNamed = (name: string) => `export function ${name}(items) {\n  return ${name}Of(items);\n}\n`;

export const pathsOf = (pieces: readonly NearbyPiece[]) => pieces.map(({ origin }) => origin.path);

/** A document by its lines. */
export const linesOf = (...lines: readonly string[]) => ({
  count: lines.length,
  at: (line: number) => lines[line] ?? '',
});
