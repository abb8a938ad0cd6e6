import type { CursorText } from '../../../src/base/text.ts';
import type { DocumentView } from '../editor/typedDocument.ts';

/** As much text as the extension takes, in UTF-16 code units (`src/editor/completion/cursorText.ts`). */
const taken = { before: 12_000, after: 4_000 };

/** Takes the text round the cursor as the extension does: whole lines, line by line. */
export function cursorTextOf(document: DocumentView): CursorText {
  const { line, character } = document.position;
  const here = document.lineAt(line);
  const above = linesWithin(taken.before - character, (index) =>
    index < line ? document.lineAt(line - 1 - index) : undefined,
  );
  const below = linesWithin(taken.after - (here.length - character), (index) =>
    line + 1 + index < document.lineCount ? document.lineAt(line + 1 + index) : undefined,
  );
  const firstLine = line - above.length;
  const lastLine = line + below.length;
  const { uri, path, languageId, version } = document;
  const range = {
    start: { line: firstLine, character: 0 },
    end: { line: lastLine, character: document.lineAt(lastLine).length },
  };
  return {
    origin: { kind: 'cursor', uri, path, range },
    languageId,
    version,
    position: { line, character },
    before: [...above.reverse(), here.slice(0, character)].join('\n'),
    after: [here.slice(character), ...below].join('\n'),
    firstLine,
  };
}

/** Lines until there are no more or no room is left. */
function linesWithin(room: number, lineAt: (index: number) => string | undefined): string[] {
  const lines: string[] = [];
  for (let left = room, line = lineAt(0); line !== undefined; line = lineAt(lines.length)) {
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines;
}
