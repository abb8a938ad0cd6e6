import type { Span } from '../reading/reading.ts';
import type { Segment } from '../reading/segments.ts';

/** A stretch of prose that a model sees as it stands. */
export interface Run {
  /** Where it begins in what the model sees, and in the document, in UTF-16 offsets. */
  readonly masked: number;
  readonly source: number;
  readonly length: number;
}

/** A part of a document as a model may see it, and where each of its words stands. All plain data. */
export interface Part {
  /** Where it stands in the document, in UTF-16 offsets, the end not included. */
  readonly start: number;
  readonly end: number;
  readonly languageId: string;
  /** The text of the document there. */
  readonly source: string;
  /** What a model sees: a placeholder such as `⟦1⟧` for each stretch that must not change, no code around comments, no marks of theirs. */
  readonly masked: string;
  readonly runs: readonly Run[];
  /** What every placeholder begins with; undefined where there is none. */
  readonly opening?: string;
  /** Stretches of the document that a model sees and that are no prose, such as the number of a list's item. */
  readonly marks: readonly Segment[];
  /** The language it is written in, as an ISO 639-1 code; undefined where that cannot be told. */
  readonly language?: string;
  /** About how many words of prose it has. */
  readonly words: number;
}

/** What of a part is told by its text alone. */
type Shown = Pick<Part, 'masked' | 'runs' | 'opening'>;

/**
 * What a model sees of a stretch of a document. It need not be put together again, so that code between comments can be left out.
 * @param spans those of the whole document that reach into the stretch, in order
 * @param firstLineStart what begins each further line at the start of the stretch, see {@link Span.lineStart}
 */
export function shown(text: string, spans: readonly Span[], { start, end }: Segment, firstLineStart = ''): Shown {
  const opening = openingFor(text.slice(start, end));
  const runs: Run[] = [];
  let masked = '';
  let lineStart = firstLineStart;
  let placeholders = 0;
  let at = start;
  const show = (from: number, to: number) => {
    for (const line of linesWithout(text, from, to, lineStart)) {
      if (line.end === line.start) continue;
      runs.push({ masked: masked.length, source: line.start, length: line.end - line.start });
      masked += text.slice(line.start, line.end);
    }
  };
  for (const span of spans) {
    show(at, Math.max(at, Math.min(span.start, end)));
    at = Math.max(at, Math.min(span.end, end));
    if (span.lineStart === undefined) {
      placeholders += 1;
      masked += `${opening}${placeholders}⟧`;
    } else {
      lineStart = span.lineStart;
      if (masked !== '' && at < end) masked += '\n\n';
    }
  }
  show(at, end);
  return placeholders === 0 ? { masked, runs } : { masked, runs, opening };
}

/** The lines of a stretch without the marks at the start of all but the first, where they have them. */
function* linesWithout(text: string, from: number, to: number, lineStart: string): Generator<Segment> {
  let start = from;
  while (lineStart !== '' && start < to) {
    const newline = text.indexOf('\n', start);
    if (newline < 0 || newline >= to) break;
    yield { start, end: newline + 1 };
    start = newline + 1;
    const bare = lineStart.trimEnd();
    if (text.startsWith(lineStart, start)) start += lineStart.length;
    else if (text.startsWith(bare, start)) start += bare.length;
    start = Math.min(start, to);
  }
  yield { start, end: to };
}

function openingFor(text: string): string {
  let opening = '⟦';
  while (text.includes(opening)) opening += 'x';
  return opening;
}

/**
 * Where a stretch of what a model sees stands in the document; undefined where it holds a placeholder, or is empty. A line end of a comment
 * stands there with the marks of the next line.
 */
export function sourceOf(runs: readonly Run[], from: number, to: number): Segment | undefined {
  let start: number | undefined;
  let at = from;
  for (const [index, run] of runs.entries()) {
    const end = run.masked + run.length;
    if (end <= at) continue;
    if (run.masked > at || to <= from) return undefined;
    start ??= run.source + (at - run.masked);
    const next = runs[index + 1];
    if (to === end && next?.masked === end) return { start, end: next.source };
    if (to <= end) return { start, end: run.source + (to - run.masked) };
    at = end;
  }
  return undefined;
}
