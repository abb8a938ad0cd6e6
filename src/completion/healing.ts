import type { CursorText } from '../base/text.ts';

/** A word longer than this is rather data than a word. */
const mostCharacters = 40;

/**
 * The cursor moved back to the start of the word that is being typed. Models see text in tokens: asked after `con`, they rarely
 * go on with `st`, since `const` is one token. Asked before the word, an answer fits if it begins with what was typed; the
 * prompt stays the same while the word grows.
 */
export function healed(cursor: CursorText): CursorText {
  const word = /[\p{L}\p{N}_$]+$/u.exec(cursor.before.slice(-mostCharacters - 1))?.[0] ?? '';
  if (word === '' || word.length > mostCharacters || word.length > cursor.position.character) return cursor;
  return {
    ...cursor,
    before: cursor.before.slice(0, -word.length),
    position: { line: cursor.position.line, character: cursor.position.character - word.length },
  };
}

/** The cursor as it would stand after this text was typed or accepted. */
export function advanced(cursor: CursorText, text: string): CursorText {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const { line, character } = cursor.position;
  return {
    ...cursor,
    before: cursor.before + text,
    position:
      lines.length === 1
        ? { line, character: character + text.length }
        : { line: line + lines.length - 1, character: last.length },
  };
}
