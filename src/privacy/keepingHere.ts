import type { Answerer, AnswerRequest, Message } from '../tiers/tier.ts';
import { TierError, type TierEvent } from '../tiers/tier.ts';
import type { Exclusions } from './exclusions.ts';

/** How many files a refusal names. */
const mostNamed = 3;

/** What decides whether text may go to the user's own engine. */
export interface KeepingHere {
  /** Whether the engine is on another machine. */
  readonly isElsewhere: () => boolean;
  /** Whether the user lets go there, too, what other extensions hand over: no rule about files can speak of it. */
  readonly letsHandedGo: () => boolean;
  /** What must not leave of these messages. */
  readonly exclusionsFor: (messages: readonly Message[]) => Promise<Exclusions>;
}

/**
 * The answerer, which refuses text that must not leave this computer while the engine is on another one. Every task goes
 * through it; if the rules cannot be applied, nothing is sent.
 * @throws {TierError} `keptHere`, with the files as detail
 */
export function keepingHere(answerer: Answerer, { isElsewhere, letsHandedGo, exclusionsFor }: KeepingHere): Answerer {
  return {
    async *answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<TierEvent> {
      if (isElsewhere()) {
        const kept = await keptPaths(request.messages, exclusionsFor, letsHandedGo());
        if (signal.aborted) return;
        if (kept.length > 0) throw new TierError('keptHere', kept.slice(0, mostNamed).join(', '));
      }
      yield* answerer.answer(request, signal);
    },
  };
}

async function keptPaths(
  messages: readonly Message[],
  exclusionsFor: KeepingHere['exclusionsFor'],
  letsHandedGo: boolean,
): Promise<readonly string[]> {
  const origins = messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'excerpt' ? part.origin : (part.about ?? [])));
  const exclusions = await exclusionsFor(messages).catch(() => undefined);
  if (!exclusions) throw new TierError('notChecked', 'the rules of what stays here could not be applied');
  const judged = origins.filter(({ kind }) => !(letsHandedGo && kind === 'handed'));
  const kept = judged.filter((origin) => exclusions.ruleFor(origin) !== undefined);
  return [...new Set(kept.map(({ path }) => path))];
}
