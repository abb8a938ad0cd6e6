import type { Origin } from '../../base/text.ts';
import { type Answerer, type AnswerRequest, type Measured, type Message, TierError } from '../../tiers/tier.ts';
import type { CaseOptions, TestCase } from '../cases/caseFile.ts';

/** Where a file of cases is: its text goes into prompts, and carries that. */
export type CaseOrigin = Pick<Origin, 'uri' | 'path'>;

/** What a model said to a case, and what the engine measured. */
export interface CaseAnswer {
  readonly text: string;
  readonly measured: Measured;
}

/** The request that a case makes of a model: without chance, so that it is answered alike each time. */
export function requestOf(
  each: TestCase,
  options: CaseOptions,
  model: string,
  { uri, path }: CaseOrigin,
): AnswerRequest {
  const place = { line: each.line - 1, character: 0 };
  const origin: Origin = { kind: 'file', uri, path, range: { start: place, end: place } };
  const messages = each.messages.map(
    ({ role, content }): Message => ({ role, parts: [{ kind: 'excerpt', text: content, origin }] }),
  );
  return {
    model,
    messages,
    maximumTokens: each.maximumTokens ?? options.maximumTokens,
    contextTokens: options.contextTokens,
    seed: options.seed,
    ...(each.format ? { format: each.format } : {}),
  };
}

/** Asks to the end. @returns undefined after an abort @throws {TierError} */
export async function answered(
  answerer: Answerer,
  request: AnswerRequest,
  signal: AbortSignal,
): Promise<CaseAnswer | undefined> {
  let text = '';
  for await (const event of answerer.answer(request, signal)) {
    if (event.kind === 'piece') text += event.text;
    else if (event.readLess) throw new TierError('tooLong', 'the engine read less than it was sent');
    else return { text, measured: event.measured };
  }
  if (signal.aborted) return undefined;
  throw new TierError('cutShort', 'the answer has no end');
}
