import type { Position, TextDocument } from 'vscode';
import type { CursorText, PlacedText } from '../../base/text.ts';
import { originOf } from '../origin.ts';

/** How much text is taken on either side, in UTF-16 code units: twice the largest window, so that its start can stand still. */
const beforeCharacters = 12_000;
const afterCharacters = 4_000;

/**
 * Takes the whole lines round the cursor. Line by line: `getText` of a large document costs more than a keystroke may.
 * @param earlier what stands before the document itself
 */
export function cursorText(document: TextDocument, position: Position, earlier?: readonly PlacedText[]): CursorText {
  const here = document.lineAt(position.line).text;
  const before = [here.slice(0, position.character)];
  let firstLine = position.line;
  for (let taken = before[0]?.length ?? 0; firstLine > 0; firstLine--) {
    const line = document.lineAt(firstLine - 1).text;
    taken += line.length + 1;
    if (taken > beforeCharacters) break;
    before.push(line);
  }
  const after = [here.slice(position.character)];
  let lastLine = position.line;
  for (let taken = after[0]?.length ?? 0; lastLine + 1 < document.lineCount; lastLine++) {
    const line = document.lineAt(lastLine + 1).text;
    taken += line.length + 1;
    if (taken > afterCharacters) break;
    after.push(line);
  }
  const end = { line: lastLine, character: document.lineAt(lastLine).text.length };
  return {
    origin: originOf(document, 'cursor', { start: { line: firstLine, character: 0 }, end }),
    languageId: document.languageId,
    version: document.version,
    position: { line: position.line, character: position.character },
    before: before.reverse().join('\n'),
    after: after.join('\n'),
    firstLine,
    ...(earlier ? { earlier } : {}),
  };
}
