/** What must come back as it was. */
export type Kept =
  | 'code' // code spans and code blocks; in source code, everything but the prose of comments
  | 'url' // targets of links and images, bare addresses, e-mail addresses, paths
  | 'reference' // labels of links, footnotes, citations, issues, people
  | 'html'
  | 'math'
  | 'template' // what another program fills in: {{name}}, {% if %}, %s
  | 'front matter'
  | 'command' // of LaTeX
  | 'mark'; // escapes, entities, line breaks: kept, but a new one does no harm

/** A stretch of a text that must come back as it was, in UTF-16 offsets; the end is not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly what: Kept;
  /** Whether it stands on lines of its own. */
  readonly block: boolean;
  /**
   * What stands at the start of each further line of the prose that follows, up to the next span that says so too: the `// ` of a
   * comment. It is taken out of that prose and put back into however many lines come back.
   */
  readonly lineStart?: string;
}

/** One part of a document's shape, in the order in which they stand. */
export interface ShapePart {
  readonly what: 'heading' | 'list' | 'table' | 'block' | 'brace'; // of LaTeX, that closes nothing or is not closed
  /** What it is, so that two are the same when this is: `level 2`, `item`, `3 columns`. Not for people. */
  readonly detail: string;
}

/** What was found in a text. */
export interface Reading {
  /** What must come back, in order, without overlaps. */
  readonly spans: readonly Span[];
  /** Other stretches that are no prose, such as the number of a list's item; they stay where a model sees them. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  readonly shape: readonly ShapePart[];
}

/** Spans in the order in which they stand; those that overlap become one, which is what the first of them is. */
export function inOrder(spans: readonly Span[]): Span[] {
  const sorted = spans.filter((span) => span.end > span.start).sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else if (span.end > last.end)
      result[result.length - 1] = { ...last, end: span.end, block: last.block || span.block };
  }
  return result;
}
