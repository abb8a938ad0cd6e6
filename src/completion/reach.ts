import type { CursorText } from '../base/text.ts';
import { proseAt } from '../writing/proseAt.ts';
import { type Extent, endOf, extentAt } from './extent.ts';
import { proseEnd } from './prose.ts';

/** How far what is shown at a place goes, and how far the answer may go on behind it: it is there when the user gets to it. */
export interface Reach {
  /**
   * Where the part to show ends, in UTF-16 code units; undefined while more of it may belong.
   * @param left what the answer says at the place
   * @param arriving whether more of it may come
   */
  shownEnd(left: string, arriving: boolean): number | undefined;
  /**
   * Where enough of an answer has come, or undefined while more of it is wanted.
   * @param ended whether the model has ended: then its last line is whole, too
   */
  enough(text: string, ended: boolean): number | undefined;
}

/**
 * The reach at a cursor: of a sentence in prose, of a line or a block in code. Prose that is wrapped by hand goes by line, too:
 * the editor cuts the further lines of ghost text off where the window ends.
 */
export function reachAt(cursor: CursorText): Reach {
  return proseAt(cursor) === 'flowing' ? sentenceReach(cursor.before) : lineReach(extentAt(cursor));
}

/** How many lines an answer goes on for beyond the one that is shown. */
const linesAhead = 8;

/**
 * A suggestion of one line lets the engine run on for a few lines more (a hot streak): it costs no second request, and nobody
 * waits for it. What came behind a block is kept for later, but never a line that stands below already.
 */
function lineReach(extent: Extent): Reach {
  return {
    shownEnd: (left, arriving) => (extent.mostLines > 1 ? blockEnd(left, extent, arriving) : lineEnd(left)),
    enough: (said, ended) => {
      const text = ended ? `${said}\n` : said;
      if (extent.mostLines === 1) return endOf(text, { ...extent, mostLines: linesAhead + 1 });
      const end = endOf(text, extent);
      if (end === undefined) return undefined;
      const [behind] = text.slice(end + 1).split('\n', 1);
      return behind?.trimEnd() === extent.nextLine ? end : text.length;
    },
  };
}

/** The end of the line or, when the line is used up, of the next one. */
function lineEnd(left: string): number | undefined {
  const first = left.search(/\S/);
  const end = first < 0 ? -1 : left.indexOf('\n', first);
  return end < 0 ? undefined : end;
}

/** A block that is still arriving is shown as far as its lines are whole: the rest comes with the next key. */
function blockEnd(left: string, extent: Extent, arriving: boolean): number | undefined {
  const first = left.search(/\S/);
  if (first < 0) return undefined;
  // Where nothing more comes, the last line is looked at, too.
  const block = endOf(arriving ? left : `${left}\n`, extent);
  if (block !== undefined && block < left.length) return block;
  const end = left.lastIndexOf('\n');
  return end > first && arriving ? end : undefined;
}

/** How many sentences an answer goes on for beyond the one that is shown. */
const sentencesAhead = 3;

/** @param before the text before the place */
function sentenceReach(before: string): Reach {
  return {
    shownEnd: (left) => proseEnd(before, left),
    enough: (text) => {
      let end = 0;
      for (let sentences = 0; sentences <= sentencesAhead; sentences++) {
        const length = proseEnd(before + text.slice(0, end), text.slice(end));
        if (length === undefined) return undefined;
        if (length === 0) break;
        end += length;
      }
      return end;
    },
  };
}
