import type { CursorText, Origin } from '../../base/text.ts';
import { choosePieces, isSamePiece } from './choose.ts';
import type { NearbyPiece } from './piece.ts';

/** How many files are remembered: those where somebody was last, and those for which pieces were found or chosen. */
const mostFiles = 12;

/**
 * Pieces of other files that may help to complete the one at hand. The editor puts them here when something happens; nothing is
 * looked for while somebody types.
 *
 * What is chosen for a file stands at the start of its prompts, so it must not change while the engine has it in memory: it is
 * chosen when a prompt is made for another file than the last time, and changes only when {@link settle} lets it.
 */
export class Nearby {
  readonly #allowed: (origin: Origin) => boolean;
  /** By file, the one where somebody was last at the end; in each the newest place first. */
  readonly #seen = new Map<string, readonly NearbyPiece[]>();
  /** By the file for which they were found. */
  readonly #found = new Map<string, readonly NearbyPiece[]>();
  readonly #chosen = new Map<string, readonly NearbyPiece[]>();
  #lastAsked = '';

  /** @param allowed whether text of this origin may stand in a prompt, asked each time it would */
  constructor(allowed: (origin: Origin) => boolean) {
    this.#allowed = allowed;
  }

  /** Somebody edited or viewed these places of a file: all that is known of it, the newest first. */
  seen(uri: string, pieces: readonly NearbyPiece[]): void {
    keep(this.#seen, uri, pieces);
  }

  /** These definitions and similar places were found for a file: all that are known, the best first. */
  found(forUri: string, pieces: readonly NearbyPiece[]): void {
    keep(this.#found, forUri, pieces);
  }

  /** The file is gone, or has another name. */
  forget(uri: string): void {
    this.#seen.delete(uri);
    for (const [forUri, pieces] of this.#found) {
      this.#found.set(
        forUri,
        pieces.filter(({ origin }) => origin.uri !== uri),
      );
    }
  }

  /**
   * The pieces for a prompt: the same ones in the same order until {@link settle}, or until another file was asked about.
   * @param room the most that all of them may have together, in UTF-16 code units; 0: none
   */
  for(cursor: CursorText, room: number): readonly NearbyPiece[] {
    const { uri } = cursor.origin;
    const isAnother = uri !== this.#lastAsked;
    this.#lastAsked = uri;
    // The engine's memory holds another file's prompt now, so that nothing is lost.
    if (isAnother) this.settle(cursor, room);
    let chosen = this.#chosen.get(uri) ?? [];
    if (lengthOf(chosen) > room) {
      // The machine turned out to be slower. They do not come back before somebody rests.
      chosen = chosen.slice(0, countWithin(chosen, room));
      this.#chosen.set(uri, chosen);
    }
    return chosen.every(({ origin }) => this.#allowed(origin))
      ? chosen
      : chosen.filter(({ origin }) => this.#allowed(origin));
  }

  /**
   * Chooses anew for a file, as when nobody has typed for a while.
   * @returns whether the prompts of this file begin otherwise now
   */
  settle(cursor: CursorText, room: number): boolean {
    const { uri } = cursor.origin;
    const before = this.#chosen.get(uri) ?? [];
    const now = choosePieces(cursor, this.#candidatesFor(uri), before, room);
    if (now.length === before.length && now.every((piece, index) => isSamePiece(piece, before[index] ?? piece))) {
      return false;
    }
    keep(this.#chosen, uri, now);
    return true;
  }

  #candidatesFor(uri: string): readonly NearbyPiece[] {
    const seen = [...this.#seen.values()].reverse().flat();
    return [...seen, ...(this.#found.get(uri) ?? [])].filter(({ origin }) => this.#allowed(origin));
  }
}

const lengthOf = (pieces: readonly NearbyPiece[]) => pieces.reduce((sum, { text }) => sum + text.length, 0);

/** How many of the first pieces have room together. */
function countWithin(pieces: readonly NearbyPiece[], room: number): number {
  const end = pieces.findIndex((_, index) => lengthOf(pieces.slice(0, index + 1)) > room);
  return end < 0 ? pieces.length : end;
}

/** Makes this the newest entry, and forgets the oldest one when there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostFiles && oldest !== undefined) map.delete(oldest);
}
