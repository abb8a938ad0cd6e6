import type { Clock } from '../base/clock.ts';
import type { CompletionRequest, TierEvent } from '../tiers/tier.ts';
import type { AnswerText } from './answerText.ts';
import type { EngineSpeed } from './engineSpeed.ts';
import type { Flight, FlightEnd } from './flight.ts';
import type { HoleAnswer } from './holeAnswer.ts';
import { reachAt } from './reach.ts';

/** How a request ended, and in which state that leaves its answer. */
export type Landing = FlightEnd & { readonly state: Exclude<AnswerText['state'], 'arriving'> };

/** A request on its way, and who takes part in it. */
export interface Receiving {
  readonly flight: Flight;
  readonly request: CompletionRequest;
  readonly events: AsyncIterable<TierEvent>;
  /** Takes off what a chat puts round the text; undefined where the answer is nothing but the text. */
  readonly hole: HoleAnswer | undefined;
  readonly speed: EngineSpeed;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Takes what comes of an answer, until there is enough of it or nobody wants it.
 * @param isWanted asked after each piece
 * @returns how it ended; undefined where the events ended without `done`: it was aborted, or gave way
 * @throws {TierError}
 */
export async function receive(
  { flight, request, events, hole, speed, clock }: Receiving,
  isWanted: () => boolean,
): Promise<Landing | undefined> {
  const reach = reachAt(flight.cursor);
  const began = clock.now();
  let pieces = 0;
  for await (const event of events) {
    if (event.kind === 'done') {
      flight.measured = event.measured;
      speed.ended(event.measured);
      hole?.end();
      if (event.reason !== 'stop') return { state: 'torn' };
      flight.cut(reach.enough(flight.text, true) ?? flight.text.length);
      return { state: 'whole' };
    }
    const after = clock.now() - began;
    if (flight.stages.firstPiece === undefined) {
      flight.stages.firstPiece = after;
      speed.read(request, after);
    }
    speed.wrote(pieces++, after - flight.stages.firstPiece);
    (hole ?? flight).add(event.text, event.logprobs);
    const enough = reach.enough(flight.text, false);
    if (enough !== undefined) {
      flight.cut(enough);
      return { state: 'whole' };
    }
    if (!isWanted()) return { state: 'torn', nothing: 'cancelled' };
  }
  return undefined;
}
