import type { Excerpt, Position } from '../../base/text.ts';
import type { Ask, Given, Result } from '../../writing/parsing.ts';
import type { Segment } from '../../writing/reading/segments.ts';
import { estimatedTokens } from '../fit.ts';

/** A part of a long text. */
export interface TextPart {
  readonly excerpt: Excerpt;
  /** Where it begins in the whole, in UTF-16 code units. */
  readonly start: number;
}

/** What cutting a text needs. */
export interface CuttingParts {
  /** Asks the worker that parses. @returns undefined when it cannot */
  readonly parse: <A extends Ask>(ask: A, given: Given<A>, signal?: AbortSignal) => Promise<Result<A> | undefined>;
}

/** A text that is to be cut. */
export interface LongText {
  readonly excerpt: Excerpt;
  /** The longest part, in tokens. */
  readonly most: number;
  /** Where its functions and types begin, in UTF-16 code units, where that is known; always at the start of a line. */
  readonly declarations?: readonly number[];
  /** The parts that it was cut into the last time: those that are still in it stay as they are, so that only what changed is asked about. */
  readonly known?: readonly string[];
}

/** A part that was found again must be long enough not to be another one by accident, in UTF-16 code units. */
const recognizable = 200;

/** How often a stretch is cut anew, because it has more tokens than its length says. */
const mostRounds = 6;

/**
 * Cuts a text at its own joints into parts that lie end to end, hold all of it, and have no more than `most` tokens each.
 * @returns undefined when the text cannot be cut
 */
export async function textParts(
  { excerpt, most, declarations = [], known = [] }: LongText,
  { parse }: CuttingParts,
  signal: AbortSignal,
): Promise<readonly TextPart[] | undefined> {
  const { text, languageId } = excerpt;
  const segments: Segment[] = [];
  /** @returns whether it could */
  async function cut(start: number, end: number, round: number): Promise<boolean> {
    const own = text.slice(start, end);
    const tokens = estimatedTokens(own);
    if (tokens <= most) {
      if (end > start) segments.push({ start, end });
      return true;
    }
    // By its own density, a little less: no part has exactly that of the whole.
    const length = Math.max(1, Math.floor((own.length / tokens) * most * (round === 0 ? 0.9 : 0.6)));
    const within = declarations.filter((at) => at > start && at < end).map((at) => at - start);
    const divided = await parse('divide', { text: own, languageId, most: length, declarations: within }, signal);
    if (!divided || round > mostRounds) return false;
    for (const each of divided.segments) {
      if (!(await cut(start + each.start, start + each.end, round + 1))) return false;
    }
    return true;
  }
  let at = 0;
  for (const part of known) {
    const found = placeOf(part, text, at);
    if (found === undefined || estimatedTokens(part) > most) continue;
    if (!(await cut(at, found, 0))) return undefined;
    at = found + part.length;
    segments.push({ start: found, end: at });
  }
  if (!(await cut(at, text.length, 0))) return undefined;
  return placed(excerpt, segments);
}

/** Where a part stands as whole lines, at `from` or behind it. */
function placeOf(part: string, text: string, from: number): number | undefined {
  if (part.length < recognizable) return undefined;
  const found = text.indexOf(part, from);
  if (found < 0) return undefined;
  const isAt = (place: number) => place === 0 || place === text.length || text[place - 1] === '\n';
  return isAt(found) && isAt(found + part.length) ? found : undefined;
}

/** The parts with the places where they stand in their document. */
function placed(excerpt: Excerpt, segments: readonly Segment[]): readonly TextPart[] {
  let { start: position }: { start: Position } = excerpt.origin.range;
  return segments.map(({ start, end }) => {
    const text = excerpt.text.slice(start, end);
    const range = { start: position, end: behind(position, text) };
    position = range.end;
    return { start, excerpt: { ...excerpt, text, origin: { ...excerpt.origin, range } } };
  });
}

function behind({ line, character }: Position, text: string): Position {
  const newline = text.lastIndexOf('\n');
  if (newline < 0) return { line, character: character + text.length };
  return { line: line + text.split('\n').length - 1, character: text.length - newline - 1 };
}
