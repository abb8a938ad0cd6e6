import { languageOf } from '../guards/language.ts';
import { countOfWords } from '../guards/words.ts';
import { read } from '../reading/read.ts';
import type { Reading } from '../reading/reading.ts';
import { blocksAround, type Segment, segmentsOf } from '../reading/segments.ts';
import { textKindOf } from '../reading/textKind.ts';
import { type Part, shown } from './part.ts';

/** A document of which all or a part is to be proofread. */
export interface Proofreadable {
  /** All of it: where code, math and comments begin is only known from its start on. */
  readonly text: string;
  readonly languageId: string;
  /** What of it is to be read, in UTF-16 offsets; undefined: all. */
  readonly within?: Segment;
  /** About the longest part, in UTF-16 code units. */
  readonly most: number;
}

/** A stretch of the document, and what begins each further line where it begins. */
interface Stretch extends Segment {
  readonly lineStart?: string;
}

/** How much of a text its language is told by, in UTF-16 code units. */
const enoughForLanguage = 5000;

/**
 * Cuts a document into the parts that are read one by one: a few paragraphs, whole ones where they are not too long; in source code the
 * comments that stand near each other. Parts without prose are left out. To be called in the worker.
 */
export function partsOf(document: Proofreadable): Part[] {
  const { text, languageId, most } = document;
  const reading = read(text, languageId);
  const stretches = textKindOf(languageId) === 'code' ? commentsOf(document, reading) : blocksOf(document);
  const spans = follower(reading.spans);
  const marks = follower(reading.marks);
  const parts = together(stretches, most).flatMap((stretch): Part[] => {
    const { start, end } = stretch;
    const seen = shown(text, spans(stretch), stretch, stretch.lineStart);
    const prose = seen.runs.map(({ source, length }) => text.slice(source, source + length)).join(' ');
    if (!/\p{L}/u.test(prose)) return [];
    const place = { start, end, languageId, source: text.slice(start, end), marks: marks(stretch) };
    return [{ ...place, ...seen, words: countOfWords(prose) }];
  });
  const whole = languageOf(beginning(parts));
  return parts.map((part) => {
    const language = languageOf(part.masked) ?? whole;
    return language === undefined ? part : { ...part, language };
  });
}

function beginning(parts: readonly Part[]): string {
  let text = '';
  for (const { masked } of parts) {
    if (text.length >= enoughForLanguage) break;
    text += `${masked}\n\n`;
  }
  return text.slice(0, enoughForLanguage);
}

/** Whole blocks of a text. */
function blocksOf({ text, languageId, within, most }: Proofreadable): Stretch[] {
  const kind = textKindOf(languageId);
  const region = within === undefined ? { start: 0, end: text.length } : blocksAround(text, kind, within);
  return segmentsOf(text.slice(region.start, region.end), kind, most).map(({ start, end }) => ({
    start: region.start + start,
    end: region.start + end,
  }));
}

/** The prose of comments. */
function commentsOf({ text, within, most }: Proofreadable, { spans }: Reading): Stretch[] {
  const edges = spans.filter(({ lineStart }) => lineStart !== undefined);
  return edges.flatMap((edge, index): Stretch[] => {
    const stretch = { start: edge.end, end: edges[index + 1]?.start ?? text.length, lineStart: edge.lineStart ?? '' };
    if (stretch.end <= stretch.start) return [];
    if (within !== undefined && (stretch.end < within.start || stretch.start > within.end)) return [];
    return inPieces(text, stretch, most);
  });
}

/** A comment that is too long, cut between its lines; without the marks of the line that a piece begins with. */
function inPieces(text: string, stretch: Stretch, most: number): Stretch[] {
  const { start, end, lineStart = '' } = stretch;
  return segmentsOf(text.slice(start, end), 'plain', most).map((piece, index) => {
    const from = start + piece.start;
    const skipped = index > 0 && text.startsWith(lineStart, from) ? lineStart.length : 0;
    return { start: Math.min(from + skipped, start + piece.end), end: start + piece.end, lineStart };
  });
}

/** Neighbours made one as long as they have no more than `most` UTF-16 code units together. */
function together(stretches: readonly Stretch[], most: number): Stretch[] {
  const result: Stretch[] = [];
  let length = 0;
  for (const stretch of stretches) {
    const last = result.at(-1);
    length += stretch.end - stretch.start;
    if (last !== undefined && length <= most) {
      result[result.length - 1] = { ...last, end: stretch.end };
    } else {
      length = stretch.end - stretch.start;
      result.push(stretch);
    }
  }
  return result;
}

/** Tells which of a list of stretches reach into one, which moves on from call to call: linear over all of them. */
function follower<S extends Segment>(all: readonly S[]): (stretch: Segment) => readonly S[] {
  let from = 0;
  return ({ start, end }) => {
    while ((all[from]?.end ?? Number.POSITIVE_INFINITY) <= start) from++;
    const result: S[] = [];
    for (let index = from; (all[index]?.start ?? end) < end; index++) {
      const one = all[index];
      if (one !== undefined && one.end > start) result.push(one);
    }
    return result;
  };
}
