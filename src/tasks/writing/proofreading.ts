import type { Origin } from '../../base/text.ts';
import type { Answerer, AnswerRequest } from '../../tiers/tier.ts';
import type { Finding, Found } from '../../writing/findings/findings.ts';
import type { Part } from '../../writing/findings/part.ts';
import type { Proofreadable } from '../../writing/findings/partsOf.ts';
import type { Ask, Given, Result } from '../../writing/parsing.ts';
import { type ProofreadWishes, partLength, proofreadRequest } from './proofread.ts';

/** A document that is proofread. */
export interface ProofreadJob extends Omit<Proofreadable, 'most'> {
  readonly origin: Origin;
}

/** What proofreading needs. */
export interface ProofreadParts {
  readonly answerer: Answerer;
  /** Asks the worker that parses. @returns undefined when it cannot */
  readonly parse: <A extends Ask>(ask: A, given: Given<A>, signal?: AbortSignal) => Promise<Result<A> | undefined>;
}

/** What happens meanwhile. */
export type ProofreadEvent =
  /** How many parts there are, none where there is no prose, and how many words they have; undefined: the text could not be read. */
  | { readonly kind: 'divided'; readonly parts: number | undefined; readonly words: number }
  /** A part is asked about; `index` counts from 0. */
  | { readonly kind: 'asked'; readonly index: number; readonly part: Part; readonly request: AnswerRequest }
  /** Mistakes that were not told of before. */
  | { readonly kind: 'found'; readonly findings: readonly Finding[] }
  /** A part is done with. `isReadable`: whether its answer was a list of mistakes; `dropped`: how many of them could not be used. */
  | { readonly kind: 'read'; readonly isReadable: boolean; readonly dropped: number };

/** How often a part is asked about, where the answer is no list. */
const mostAttempts = 2;

/** A longer answer is not read to its end, in UTF-16 code units. */
const longestAnswer = 100_000;

/**
 * Proofreads a document part by part, one request at a time, and tells of each mistake as soon as it is complete. Leaving the loop, or
 * aborting, ends the request at the engine.
 * @throws {TierError}
 */
export async function* proofreading(
  job: ProofreadJob,
  wishes: ProofreadWishes,
  parts: ProofreadParts,
  signal: AbortSignal,
): AsyncGenerator<ProofreadEvent> {
  const { text, languageId, within, origin } = job;
  const most = partLength(wishes.model.contextTokens);
  const all = await parts.parse('parts', { text, languageId, most, ...(within && { within }) }, signal);
  if (signal.aborted) return;
  yield { kind: 'divided', parts: all?.length, words: all?.reduce((sum, { words }) => sum + words, 0) ?? 0 };
  for (const [index, part] of (all ?? []).entries()) {
    const request = proofreadRequest(part, origin, wishes);
    yield { kind: 'asked', index, part, request };
    for (let attempt = 1; ; attempt++) {
      const found = yield* askedAbout(part, request, job, parts, signal);
      if (signal.aborted) return;
      if (found?.isReadable !== true && attempt < mostAttempts) continue;
      yield { kind: 'read', isReadable: found?.isReadable === true, dropped: found?.dropped ?? 0 };
      break;
    }
  }
}

/** Asks about one part, and tells of what is found while the answer comes. @returns what came of it in the end */
async function* askedAbout(
  part: Part,
  request: AnswerRequest,
  { within }: ProofreadJob,
  { answerer, parse }: ProofreadParts,
  signal: AbortSignal,
): AsyncGenerator<ProofreadEvent, Found | undefined> {
  const told = new Set<string>();
  const fresh = (found: Found | undefined): ProofreadEvent[] => {
    const findings = (found?.findings ?? []).filter((one) => {
      const key = JSON.stringify([one.start, one.end, one.added]);
      if (told.has(key)) return false;
      told.add(key);
      return true;
    });
    return findings.length === 0 ? [] : [{ kind: 'found', findings }];
  };
  let answer = '';
  const read = (isEnded: boolean) =>
    parse('findings', { part, answer, isEnded, ...(within === undefined ? {} : { within }) }, signal);
  for await (const event of answerer.answer(request, signal)) {
    if (event.kind === 'done' || answer.length > longestAnswer) break;
    answer += event.text;
    // A mistake is complete with its bracket, or with what comes before it.
    if (event.text.includes('}')) yield* fresh(await read(false));
  }
  if (signal.aborted) return undefined;
  const found = await read(true);
  yield* fresh(found);
  return found;
}
