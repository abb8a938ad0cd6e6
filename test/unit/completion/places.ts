import type { CursorText, Origin } from '../../../src/base/text.ts';
import { cursor } from '../../fakes/cursor.ts';

/** A place in a file of its own. */
export const origin: Origin = {
  kind: 'cursor',
  uri: 'file:///project/src/total.ts',
  path: 'src/total.ts',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};

/**
 * The whole of a document, `█` where the cursor is.
 * @param firstLine the line of the document on which the text begins
 */
export function at(marked: string, change: { uri?: string; firstLine?: number; languageId?: string } = {}): CursorText {
  const { before, after } = cursor(marked);
  const { uri = origin.uri, firstLine = 0, languageId = 'typescript' } = change;
  const lines = before.split('\n');
  return {
    origin: { ...origin, uri },
    languageId,
    version: 1,
    position: { line: firstLine + lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    before,
    after,
    firstLine,
  };
}
