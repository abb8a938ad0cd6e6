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

/**
 * Where a stretch has come to after edits round it and within it: what a person changes of it belongs to it.
 * @param edits as for {@link followed}
 * @param isOpen whether what is written right at its end belongs to it; beyond a line break there, as before one at its start, is something else
 * @returns undefined when an edit reached beyond its bounds: it cannot be told any more
 */
export function grown(stretch: Stretch, edits: readonly DocumentEdit[], isOpen: boolean): Stretch | undefined {
  const isWithin = ({ offset, length, text }: DocumentEdit) =>
    offset >= stretch.start &&
    offset + length <= stretch.end &&
    (length > 0 ||
      ((offset > stretch.start || !/[\r\n]$/.test(text)) &&
        (offset < stretch.end || (isOpen && !/^[\r\n]/.test(text)))));
  const moved = followed(
    stretch,
    edits.filter((edit) => !isWithin(edit)),
  );
  const more = edits.filter(isWithin).reduce((sum, { length, text }) => sum + text.length - length, 0);
  return moved && { start: moved.start, end: moved.end + more };
}
