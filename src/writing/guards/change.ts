/** One change of a text. Those of one text lie in order and do not overlap: any of them can be taken, and any left. */
export interface Change {
  /** Where the change is in the text before it, in UTF-16 offsets, the end not included; equal for an insertion. */
  readonly start: number;
  readonly end: number;
  /** What would stand there. */
  readonly added: string;
}

/** The text with those of its changes that are accepted; left out: with all of them. */
export function withHunks<C extends Change>(
  before: string,
  hunks: readonly C[],
  isAccepted: (hunk: C, index: number) => boolean = () => true,
): string {
  const parts: string[] = [];
  let at = 0;
  for (const [index, hunk] of hunks.entries()) {
    if (!isAccepted(hunk, index)) continue;
    parts.push(before.slice(at, hunk.start), hunk.added);
    at = hunk.end;
  }
  return parts.join('') + before.slice(at);
}
