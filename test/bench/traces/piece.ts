/** A stretch of text that somebody put into a document: nothing was taken away for it. */
export interface Piece {
  /** The trace's file and the number of the piece in it: `typescript/http-eb78b0f#0`. */
  readonly id: string;
  readonly languageId: string;
  /** The path the document had, for systems that put it into their prompts. */
  readonly path: string;
  /** The document up to the piece. */
  readonly before: string;
  readonly inserted: string;
  /** The document behind the piece. */
  readonly after: string;
}
