import { TypedDocument } from './editor/typedDocument.ts';
import { newPlayed, type Played } from './measure/played.ts';
import type { User } from './person/person.ts';
import { keysFor } from './person/typing.ts';
import { EngineSimulator, type Served } from './physics/engineSimulator.ts';
import { EventClock } from './physics/eventClock.ts';
import { textBeforeCursor } from './physics/markedPrompt.ts';
import type { Profile } from './physics/profiles.ts';
import { Truth } from './physics/truth.ts';
import type { SystemKind } from './systems/system.ts';
import type { Piece } from './traces/piece.ts';
import { typePiece } from './typePiece.ts';

/** One run of the matrix. */
export interface Run {
  readonly system: SystemKind;
  readonly profile: Profile;
  readonly user: User;
  /** Decides the typing, the lines that the engine gets wrong and how sure it seems. */
  readonly seed: number;
}

/** Types one piece into its document in virtual time, with a simulated engine that has seen nothing yet. */
export async function replay(piece: Piece, { system: kind, profile, user, seed }: Run): Promise<Played> {
  const clock = new EventClock();
  const document = new TypedDocument(piece);
  const truth = new Truth(piece, seed);
  const engine = new EngineSimulator({
    clock,
    profile,
    answer: (prompt) => truth.answer(textBeforeCursor(prompt)),
    follow(prompt) {
      const askedAt = truth.typedIn(textBeforeCursor(prompt));
      return (generated) => disagree(askedAt + generated, document.typed);
    },
  });
  const system = kind.start({
    completer: engine,
    clock,
  });
  const played = newPlayed(piece.id);
  await clock.runUntil(system.before?.(document) ?? Promise.resolve());
  const servedBefore = engine.served.length;
  const keys = keysFor(piece.inserted, piece.id, seed);
  await clock.runUntil(typePiece({ document, system, clock, user, text: piece.inserted, keys }, played));
  count(engine.served.slice(servedBefore), played);
  return played;
}

/** Two texts from the same place disagree when neither goes on from the other. */
const disagree = (one: string, other: string) => !one.startsWith(other) && !other.startsWith(one);

function count(served: readonly Served[], played: Played): void {
  for (const request of served) {
    played.requests++;
    played.evaluatedTokens += request.evaluatedTokens;
    played.generatedTokens += request.generatedTokens;
    if (request.duplicate) played.duplicates++;
    if (request.wastedTokens > 1) played.overruns++;
  }
}
