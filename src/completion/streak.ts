import { type Extent, endOf } from './extent.ts';

/** How many lines an answer goes on for beyond the one that is shown: they are there when the user gets to them. */
const linesAhead = 8;

/**
 * Where enough of an answer has come, or undefined while more of it may belong. A suggestion of one line lets the engine run on
 * for a few lines more (a hot streak): it costs no second request, and nobody waits for it. What came behind a block is kept for
 * later, but never a line that stands below already.
 */
export function enoughOf(text: string, extent: Extent): number | undefined {
  if (extent.mostLines === 1) return endOf(text, { ...extent, mostLines: linesAhead + 1 });
  const end = endOf(text, extent);
  if (end === undefined) return undefined;
  const [behind] = text.slice(end + 1).split('\n', 1);
  return behind?.trimEnd() === extent.nextLine ? end : text.length;
}
