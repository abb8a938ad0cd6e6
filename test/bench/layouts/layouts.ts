import { firstLinesWithin, lastLinesWithin } from '../systems/windows.ts';

/** Makes the prompt for a text before and after the cursor. It may remember the prompts that it made of the same document. */
export type Layout = (before: string, after: string) => string;

const prefixFirst = (before: string, after: string, typed = '') =>
  `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>${typed}`;
const suffixFirst = (before: string, after: string) => `[SUFFIX]${after}[PREFIX]${before}`;

/** Layouts that do not look at what came before. */
const sliding: Readonly<Record<string, Layout>> = {
  'last 4000 + next 1000 characters, PSM': (before, after) => prefixFirst(before.slice(-4000), after.slice(0, 1000)),
  '256 + 64 lines, PSM (llama.vscode, eager)': (before, after) =>
    prefixFirst(lines(before).slice(-257).join('\n'), lines(after).slice(0, 65).join('\n')),
  '307 + 205 tokens by line, PSM (Continue, plain)': (before, after) =>
    prefixFirst(lastLinesWithin(before, 307), firstLinesWithin(after, 205)),
  '85 + 15 lines, PSM (twinny)': (before, after) =>
    prefixFirst(lines(before).slice(-86).join('\n'), lines(after).slice(0, 15).join('\n')),
  '10,000 + 100 characters, PSM': (before, after) =>
    prefixFirst(before.slice(lineStart(before, before.length - 10_000)), nextLines(after).slice(0, 100)),
  '307 + 205 tokens by line, SPM': (before, after) =>
    suffixFirst(lastLinesWithin(before, 307), firstLinesWithin(after, 205)),
};

const windowCharacters = 6000;
const heldLines = 12;

/** All layouts, each with a memory of its own: to be made anew for each document. */
export function layouts(): Readonly<Record<string, Layout>> {
  const anchors = [blockAnchor(), blockAnchor(), blockAnchor()] as const;
  return {
    ...sliding,
    'block anchor, 150 characters of suffix, PSM': (before, after) =>
      prefixFirst(before.slice(anchors[0](before)), after.slice(0, 150)),
    'block anchor, typed text behind the marker for 12 lines (EFIM)': efim(anchors[1]),
    'block anchor, suffix from the next line, SPM': (before, after) =>
      suffixFirst(before.slice(anchors[2](before)), nextLines(after).slice(0, 600)),
  };
}

/** The start of a window that stands still until the text has outgrown it, and then jumps by half a window to a line's start. */
function blockAnchor(): (before: string) => number {
  let anchor = 0;
  return (before) => {
    if (anchor > before.length) anchor = 0;
    if (before.length - anchor > windowCharacters) anchor = lineStart(before, before.length - windowCharacters / 2);
    return anchor;
  };
}

/** What was typed since the middle began stands behind its marker, where adding to it costs what was added. */
function efim(anchor: (before: string) => number): Layout {
  let held: { readonly start: number; readonly before: string } | undefined;
  return (before, after) => {
    const start = anchor(before);
    const stands =
      held?.start === start &&
      before.startsWith(held.before) &&
      lines(before.slice(held.before.length)).length <= heldLines;
    if (!held || !stands) held = { start, before: before.slice(0, before.lastIndexOf('\n') + 1) };
    return prefixFirst(held.before.slice(start), nextLines(after).slice(0, 600), before.slice(held.before.length));
  };
}

const lines = (text: string) => text.split('\n');

/** The text from the end of the cursor's line on: it does not change while that line is typed. */
const nextLines = (after: string) => (after.includes('\n') ? after.slice(after.indexOf('\n')) : '');

/** The first start of a line at or after an offset. */
function lineStart(text: string, offset: number): number {
  if (offset <= 0) return 0;
  const newline = text.indexOf('\n', offset - 1);
  return newline < 0 ? offset : newline + 1;
}
