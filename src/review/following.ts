/** A stretch of a document, in UTF-16 offsets, the end not included. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** An edit of a document: `length` UTF-16 code units from `offset` on became `text`. */
export interface DocumentEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Where a stretch has come to after edits round it.
 * @param edits as VS Code tells of them: all with offsets in the document before them, none over another, in any order
 * @returns undefined when one of them reached into the stretch: then it is no longer the text it was
 */
export function followed(stretch: Stretch, edits: readonly DocumentEdit[]): Stretch | undefined {
  let moved = 0;
  for (const { offset, length, text } of edits) {
    if (offset >= stretch.end && !(offset === stretch.start && length === 0)) continue;
    if (offset + length > stretch.start) return undefined;
    moved += text.length - length;
  }
  return { start: stretch.start + moved, end: stretch.end + moved };
}
