import { type Extent, endOf } from './extent.ts';

/** How many lines an answer goes on for beyond the one that is shown: they are there when the user gets to them. */
const linesAhead = 8;

/**
 * Whether enough of an answer has come. A suggestion of one line lets the engine run on for a few lines more (a hot streak): it
 * costs no second request, and nobody waits for it.
 */
export function hasEnough(text: string, extent: Extent): boolean {
  if (extent.mostLines > 1) return endOf(text, extent) !== undefined;
  return endOf(text, { ...extent, mostLines: linesAhead + 1 }) !== undefined;
}
