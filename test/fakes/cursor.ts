/** A text with a place in it. */
export interface Cursor {
  readonly before: string;
  readonly after: string;
  /** Both together, without the mark. */
  readonly text: string;
  /** UTF-16 offset of the place. */
  readonly offset: number;
}

/**
 * Reads a text in which `█` marks the cursor: `cursor('const a = █;')`.
 * @throws When there is not exactly one mark.
 */
export function cursor(marked: string): Cursor {
  const [before, after, ...more] = marked.split('█');
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`expected exactly one █ in ${JSON.stringify(marked)}`);
  }
  return { before, after, text: before + after, offset: before.length };
}
