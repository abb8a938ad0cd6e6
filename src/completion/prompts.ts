import { type CursorText, firstLine, type Origin } from '../base/text.ts';
import type { CompletionRequest } from '../tiers/tier.ts';
import { proseAt } from '../writing/proseAt.ts';
import { onlyClosers } from './closers.ts';
import { type FimFormat, type FimPlace, type FimWay, suffixWindow } from './fim.ts';
import { holeFilling } from './holeFilling.ts';
import { type Layout, laidOut, layoutOf } from './layout.ts';
import { isGoneOnPlainly, paragraphEnd } from './prose.ts';
import type { NearbyPiece } from './recent/piece.ts';
import type { CompletionWay } from './way.ts';
import { type Window, type WindowSize, Windows } from './window.ts';

/** A prompt, as far as the text decides it. */
export type Prompt = Pick<CompletionRequest, 'prompt' | 'messages' | 'suffix' | 'raw' | 'stop'> & {
  readonly layout: Layout;
  /** The text round the hole that a conversation speaks of. */
  readonly hole?: Window;
  /** The pieces of other files that are in it; left out: none. */
  readonly others?: readonly NearbyPiece[];
};

/** A prompt but for where the answer ends. */
type LaidOut = Omit<Prompt, 'stop'>;

/** How many lines are typed behind the middle marker before they move in front of it. */
const mostTypedLines = 12;

/** The most text after the cursor where the engine puts it last, in UTF-16 code units. */
const suffixFieldCharacters = 150;

/**
 * Lays out prompts so that each shares the longest possible start with the one before it: the engine keeps what it has
 * evaluated and continues at the first difference.
 */
export class Prompts {
  readonly #windows = new Windows();
  #anchor:
    | { readonly uri: string; readonly before: string; readonly after: string; readonly above: string }
    | undefined;

  /**
   * @param beforeCharacters the most text before the cursor that the machine is fast enough for
   * @param nearby pieces of other files, for the families that were trained with them
   * @param begins what is typed of the answer already, for models that only chat
   */
  for(
    cursor: CursorText,
    way: CompletionWay,
    beforeCharacters: number,
    nearby: readonly NearbyPiece[] = [],
    begins = '',
  ): Prompt {
    const size = sizeFor(way);
    const window = this.#windows.cut(cursor, {
      beforeCharacters: Math.min(size.beforeCharacters, beforeCharacters),
      afterCharacters: size.afterCharacters,
    });
    const prose = proseAt(cursor);
    if (way.way === 'chat') {
      const messages = holeFilling(cursor, window, { prose: prose !== undefined, begins });
      return { raw: false, prompt: '', messages, stop: [], layout: 'chat', hole: window };
    }
    const stop = [...(way.way === 'raw' ? way.format.stop : []), ...(prose === 'flowing' ? [paragraphEnd] : [])];
    if (prose && isGoneOnPlainly(window)) return { raw: true, prompt: window.before, layout: 'plain', stop };
    return { ...this.#laidOut(cursor, way, { ...window, after: frozen(window.after) }, nearby), stop };
  }

  #laidOut(cursor: CursorText, way: FimWay, { before, after }: Window, nearby: readonly NearbyPiece[]): LaidOut {
    const layout = layoutOf(way);
    const format = way.way === 'raw' && layout !== 'suffixField' ? way.format : undefined;
    const others = format?.namesFiles ? nearby.filter((piece) => !holdsMarker(piece, format)) : [];
    const place = others.length === 0 ? undefined : placeOf(cursor, others);
    const anchored = layout === 'typedLast' && format ? this.#anchored(cursor, before, after, format, place) : before;
    const typed = before.slice(anchored.length);
    const text = laidOut(layout, way, { before: anchored, typed, after, place });
    return { ...text, layout, ...(place ? { others } : {}) };
  }

  /** The start of the text before the cursor that stands before the middle marker; what is typed since stands behind it. */
  #anchored(
    { origin: { uri } }: CursorText,
    before: string,
    after: string,
    format: FimFormat,
    place: FimPlace | undefined,
  ): string {
    const anchor = this.#anchor;
    const above = place ? format.prompt('', '', place) : '';
    const holds =
      anchor?.uri === uri && anchor.after === after && anchor.above === above && before.startsWith(anchor.before);
    if (holds && lineCount(before.slice(anchor.before.length)) <= mostTypedLines) return anchor.before;
    this.#anchor = { uri, before, after, above };
    return before;
  }
}

/** How much text a model gets. Where the engine puts the suffix last, a long one costs more at each key than it helps. */
function sizeFor(way: CompletionWay): WindowSize {
  if (way.way === 'raw' && layoutOf(way) !== 'suffixField') return way.format;
  const { beforeCharacters } = way.way === 'raw' ? way.format : suffixWindow;
  return { beforeCharacters, afterCharacters: suffixFieldCharacters };
}

/** A file and what is near it, as a family names it. */
function placeOf({ origin, languageId }: CursorText, others: readonly NearbyPiece[]): FimPlace {
  const repository = folderOf(origin);
  return {
    path: origin.path,
    languageId,
    ...(repository === undefined ? {} : { repository }),
    others: others.map((piece) => ({ path: piece.origin.path, text: piece.text })),
  };
}

/** The name of the folder that a file's path begins in; undefined for what is in no folder, and for a name that is encoded. */
function folderOf({ uri, path }: Origin): string | undefined {
  const name = uri.split('/').at(-1 - path.split('/').length);
  return name === undefined || name === '' || name.includes('%') ? undefined : name;
}

/** A piece that speaks of the family's own markers would be read as if they stood in the prompt. */
const holdsMarker = ({ text, origin }: NearbyPiece, { stop }: FimFormat) =>
  stop.some((marker) => text.includes(marker) || origin.path.includes(marker));

/**
 * The suffix that stays the same while a line is typed: without the rest of the line where that is only what an editor closes
 * by itself, since trimming takes care of it.
 */
function frozen(after: string): string {
  const rest = firstLine(after);
  return onlyClosers.test(rest) ? after.slice(rest.length) : after;
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
