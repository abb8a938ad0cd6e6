import type { TextKind } from './textKind.ts';

/** A stretch of a text in UTF-16 offsets, the end not included. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** A place where a text may be cut: the higher, the better. Headings are 4 to 9, by their level; what a program declares is 4. */
interface Joint {
  readonly at: number;
  readonly rank: number;
}
const declaration = 4;
const paragraph = 3;
const line = 2;
const insideBlock = 1;

/**
 * Cuts a text at its own joints into segments that lie end to end and hold all of it: at the highest headings first, then at lower
 * ones, between paragraphs, between lines, and only where a line is longer than that, between sentences or words. Neighbours share
 * a segment while they fit, but never across a heading that a larger neighbour was cut at. A code block is cut only when it is too
 * long itself. Linear in the text's length.
 * @param most the longest segment, in UTF-16 code units; at least 1
 * @param declarations where functions and types begin, in UTF-16 code units, where that is known
 */
export function segmentsOf(
  text: string,
  kind: TextKind,
  most: number,
  declarations: readonly number[] = [],
): Segment[] {
  if (text.length <= most) return text === '' ? [] : [{ start: 0, end: text.length }];
  const result: Segment[] = [];
  const declared = new Set(declarations);
  const joints = jointsOf(text, kind).map((joint) =>
    declared.has(joint.at) ? { ...joint, rank: Math.max(joint.rank, declaration) } : joint,
  );
  cut({ start: 0, end: text.length }, joints);
  return result;

  function cut(whole: Segment, joints: readonly Joint[]): void {
    if (whole.end - whole.start <= most) {
      result.push(whole);
      return;
    }
    const best = joints.reduce((highest, joint) => Math.max(highest, joint.rank), 0);
    if (best === 0) {
      for (const piece of cutLine(text, whole, most)) result.push(piece);
      return;
    }
    const ends = [...joints.filter((joint) => joint.rank === best).map((joint) => joint.at), whole.end];
    let start = whole.start;
    let next = 0;
    for (const [index, end] of ends.entries()) {
      // Takes in the next part as well if there is one and it fits.
      const following = ends[index + 1];
      if (following !== undefined && following - start <= most) continue;
      const from = next;
      while (next < joints.length && (joints[next]?.at ?? end) < end) next++;
      cut(
        { start, end },
        joints.slice(from, next).filter((joint) => joint.at > start && joint.rank < best),
      );
      start = end;
    }
  }
}

/**
 * The whole blocks that a selection touches: paragraphs, lists, tables, blocks of code; in source code whole lines. Without the blank
 * lines around them. What is written anew is never the half of a sentence, or of a link.
 */
export function blocksAround(text: string, kind: TextKind, selection: Segment): Segment {
  const isJoint = ({ rank }: Joint) => (kind === 'code' ? true : rank >= paragraph);
  let { start, end } = { start: 0, end: text.length };
  for (const joint of jointsOf(text, kind)) {
    if (!isJoint(joint)) continue;
    if (joint.at <= selection.start) start = joint.at;
    else if (joint.at >= selection.end) {
      end = joint.at;
      break;
    }
  }
  const own = text.slice(start, end);
  const from = start + (own.length - own.replace(/^(?:[ \t]*\r?\n)+/, '').length);
  return { start: Math.min(from, end), end: Math.max(from, start + own.trimEnd().length) };
}

/** Every place where the text may be cut, in order: always at the start of a line. */
function jointsOf(text: string, kind: TextKind): Joint[] {
  const joints: Joint[] = [];
  const blocks = blockTracker(kind);
  let afterBlank = false;
  for (const { 0: whole, index } of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const content = whole.trimEnd();
    const wasInside = blocks.inside();
    blocks.read(content);
    if (index > 0) {
      const heading = wasInside ? 0 : headingLevel(content, kind);
      const starts = afterBlank && content !== '' && (kind === 'plain' || !/^\s/.test(content));
      joints.push({
        at: index,
        rank: wasInside ? insideBlock : heading > 0 ? 10 - heading : starts ? paragraph : line,
      });
    }
    afterBlank = content === '';
  }
  return joints;
}

/** The level of the heading that a line is, 1 to 6; 0 if it is none. */
function headingLevel(content: string, kind: TextKind): number {
  if (kind === 'markdown') return /^(#{1,6})(?:\s|$)/.exec(content)?.[1]?.length ?? 0;
  if (kind !== 'latex') return 0;
  const command = /^\s*\\(part|chapter|section|subsection|subsubsection|paragraph)\b/.exec(content)?.[1];
  return command === undefined
    ? 0
    : ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph'].indexOf(command) + 1;
}

/** Knows, line by line, whether one is inside of a block that looks like text and is none: code, a comment, math. */
function blockTracker(kind: TextKind): { inside(): boolean; read(line: string): void } {
  let closing: RegExp | undefined;
  return {
    inside: () => closing !== undefined,
    read: (content) => {
      if (closing !== undefined) {
        if (closing.test(content)) closing = undefined;
        return;
      }
      closing =
        kind === 'markdown' ? closingOfMarkdown(content) : kind === 'latex' ? closingOfLatex(content) : undefined;
    },
  };
}

function closingOfMarkdown(content: string): RegExp | undefined {
  const fence = /^\s*(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}(?=[^`]*$)|~{3,})/.exec(content)?.[1];
  if (fence !== undefined) return new RegExp(`^[\\s>]*\\${fence[0]}{${fence.length},}\\s*$`);
  if (/^\s*\$\$/.test(content) && !/\$\$\s*$/.test(content.replace(/^\s*\$\$/, ''))) return /\$\$\s*$/;
  if (/^\s*<!--/.test(content) && !content.includes('-->')) return /-->/;
  const raw = /^\s*<(script|style|pre|textarea)\b/i.exec(content)?.[1];
  if (raw !== undefined && !new RegExp(`</${raw}>`, 'i').test(content)) return new RegExp(`</${raw}>`, 'i');
  return undefined;
}

function closingOfLatex(content: string): RegExp | undefined {
  const name = /\\begin\{(verbatim|lstlisting|minted|comment|tikzpicture|tabular|equation|align)\*?\}/.exec(
    content,
  )?.[1];
  if (name === undefined) return undefined;
  const end = new RegExp(`\\\\end\\{${name}\\*?\\}`);
  return end.test(content) ? undefined : end;
}

/** Cuts what has no joint: after a sentence if one ends in the last half, else between words, else between characters. */
export function cutLine(text: string, whole: Segment, most: number): Segment[] {
  const pieces: Segment[] = [];
  let { start } = whole;
  while (whole.end - start > most) {
    const window = text.slice(start, start + most);
    const sentence = lastMatchEnd(window, /[.!?…]["')\]”’]?\s+|[。！？]/g);
    const word = lastMatchEnd(window, /\s+/g);
    const at = sentence > most / 2 ? sentence : word > most / 2 ? word : wholeCharacters(text, start + most) - start;
    const end = start + Math.max(at, 1);
    pieces.push({ start, end });
    start = end;
  }
  pieces.push({ start, end: whole.end });
  return pieces;
}

function lastMatchEnd(text: string, pattern: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** The start of the character, as people count them, in which an offset stands. */
function wholeCharacters(text: string, at: number): number {
  const from = Math.max(0, at - 64);
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(from, at + 64));
  return from + (characters.containing(at - from)?.index ?? at - from);
}
