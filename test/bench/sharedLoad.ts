import { TypedDocument } from './editor/typedDocument.ts';
import { newPlayed, type Played } from './measure/played.ts';
import { keysFor } from './person/typing.ts';
import type { Served } from './physics/engineSimulator.ts';
import { EventClock } from './physics/eventClock.ts';
import { textBeforeCursor } from './physics/markedPrompt.ts';
import { profiles } from './physics/profiles.ts';
import { randomFor } from './physics/random.ts';
import { SharedServer } from './physics/sharedServer.ts';
import { Truth } from './physics/truth.ts';
import type { SystemKind } from './systems/system.ts';
import type { Piece } from './traces/piece.ts';
import { typePiece } from './typePiece.ts';

/** The windows do not all begin at the same moment: within so many ms. */
const beginsWithinMs = 10_000;

/** What a window leaves behind gets so many ms to end. */
const endsWithinMs = 60_000;

/** What was measured with one server. */
export interface Load {
  readonly system: string;
  readonly windows: number;
  readonly slots: number;
  readonly played: readonly (readonly Played[])[];
  readonly waits: readonly number[];
  readonly mostWaiting: number;
  readonly done: number;
  readonly cancelled: number;
  /** Requests of which nobody knows how they ended, and keys that were to be typed and were not. */
  readonly lost: number;
  /** Prompt tokens that were evaluated, and tokens that were decoded. */
  readonly read: number;
  readonly written: number;
  readonly virtualMs: number;
}

/** How it is measured. */
export interface LoadPlan {
  readonly system: SystemKind;
  readonly windows: number;
  readonly slots: number;
  /** The windows type these in turn, each so many of them. */
  readonly pieces: readonly Piece[];
  readonly piecesEach: number;
}

/** Lets many windows type on one server, in virtual time. */
export async function measureLoad({ system, windows, slots, pieces, piecesEach }: LoadPlan): Promise<Load> {
  const clock = new EventClock();
  const server = new SharedServer({ clock, profile: profiles.fast, slots });
  const began = clock.now();
  const all = Promise.all(Array.from({ length: windows }, (_, window) => typeIn(window)));
  const played = await clock.runUntil(all);
  const endedAt = clock.now();
  const served = played.flatMap(({ served }) => served);
  const ended = (how: string) => served.filter((each) => each.ended === how).length;
  const untyped = played.reduce((sum, each) => sum + each.untyped, 0);
  return {
    system: system.name,
    windows,
    slots,
    played: played.map((each) => each.played),
    waits: server.waits.map(([, milliseconds]) => milliseconds),
    mostWaiting: server.mostWaiting,
    done: ended('done'),
    cancelled: ended('cancelled'),
    lost: ended('waiting') + untyped,
    read: served.reduce((sum, each) => sum + each.evaluatedTokens, 0),
    written: served.reduce((sum, each) => sum + each.generatedTokens, 0),
    virtualMs: endedAt - began - endsWithinMs,
  };

  /** Somebody types a few pieces, one after the other. */
  async function typeIn(window: number) {
    await clock.wait(randomFor('begins', window)() * beginsWithinMs);
    const done: Played[] = [];
    const windowsServed: (() => readonly Served[])[] = [];
    let untyped = 0;
    for (let index = 0; index < piecesEach; index++) {
      const piece = pieces[(window * piecesEach + index) % pieces.length] as Piece;
      const document = new TypedDocument(piece);
      const truth = new Truth(piece, window);
      const { completer, served } = server.window({
        answer: (prompt) => truth.answer(textBeforeCursor(prompt)),
        follow(prompt) {
          const askedAt = truth.typedIn(textBeforeCursor(prompt));
          return (generated) => disagree(askedAt + generated, document.typed);
        },
      });
      const one = newPlayed(piece.id);
      const keys = keysFor(piece.inserted, piece.id, window);
      await typePiece(
        { document, system: system.start({ completer, clock }), clock, user: 'A', text: piece.inserted, keys },
        one,
      );
      if (!document.typed.endsWith(piece.inserted)) untyped++;
      done.push(one);
      windowsServed.push(served);
    }
    // The last request of a piece ends when its document is closed.
    await clock.wait(endsWithinMs);
    const served = windowsServed.flatMap((each) => each());
    for (const each of served) {
      const [first] = done;
      if (!first) continue;
      first.requests++;
      if (each.wastedTokens > 1) first.overruns++;
    }
    return { played: done, served, untyped };
  }
}

const disagree = (one: string, other: string) => !one.startsWith(other) && !other.startsWith(one);

/** Jain's index of fairness: 1 when all have the same, 1/n when one has all (Jain, Chiu, Hawe, 1984). */
export function fairness(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum ** 2 / (values.length * values.reduce((total, value) => total + value ** 2, 0));
}
