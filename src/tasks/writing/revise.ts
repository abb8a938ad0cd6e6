import type { Excerpt } from '../../base/text.ts';
import type { Answerer, AnswerRequest, TierEvent } from '../../tiers/tier.ts';
import type { Prepared, Verdict } from '../../writing/guards/guards.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import type { Ask, Given, Result } from '../../writing/parsing.ts';
import { estimatedTokens } from '../fit.ts';
import { messagesFor, mostTokens, type WritingTask } from './writingTask.ts';

/** What revising needs. */
export interface RevisingParts {
  readonly answerer: Answerer;
  /** Asks the worker that parses. @returns undefined when it cannot */
  readonly parse: <A extends Ask>(ask: A, given: Given<A>, signal?: AbortSignal) => Promise<Result<A> | undefined>;
}

/** A text made ready, and the request for it. */
export interface ReadyText {
  readonly prepared: Prepared;
  readonly request: AnswerRequest;
}

/** What came of it. */
export type Revised =
  | Exclude<Verdict, { readonly kind: 'refused' }>
  | Extract<Verdict, { readonly kind: 'refused' }>
  /** The text has no prose to work on, or it could not be read. */
  | { readonly kind: 'refused'; readonly why: 'noProse' | 'unreadable' }
  /** The answer was cut at its longest length. */
  | { readonly kind: 'refused'; readonly why: 'cut' };

/** How often an answer that cannot be used is asked for: once more. */
const mostAttempts = 2;

/**
 * Makes the text ready: what must not change is masked, its language is told.
 * @param defined labels that are defined elsewhere in the document
 */
export async function makeReady(
  task: WritingTask,
  excerpt: Excerpt,
  model: { readonly name: string; readonly contextTokens: number },
  style: string,
  parts: Pick<RevisingParts, 'parse'>,
  defined: readonly string[] = [],
): Promise<ReadyText | Extract<Revised, { readonly why: 'noProse' | 'unreadable' }>> {
  const prepared = await parts.parse('prepare', { text: excerpt.text, languageId: excerpt.languageId, defined });
  if (!prepared) return { kind: 'refused', why: 'unreadable' };
  const { masked, placeholders, opening, hasProse } = prepared;
  if (!hasProse) return { kind: 'refused', why: 'noProse' };
  const code = task.into ?? prepared.language;
  const about = {
    origin: excerpt.origin,
    language: code === undefined ? undefined : languageName(code),
    style,
  };
  const messages = messagesFor(task, {
    ...about,
    text: masked,
    placeholder: placeholders === 0 ? undefined : opening,
  });
  const maximumTokens = Math.min(mostTokens(estimatedTokens(masked)), Math.floor(model.contextTokens / 2));
  const request = { model: model.name, messages, maximumTokens, contextTokens: model.contextTokens };
  return { prepared, request };
}

/**
 * Asks for the text anew, and judges the answer before anybody sees it. One that cannot be used is asked for once more.
 * @param onEvent told of each piece and of the end of each attempt; `attempt` counts from 1
 * @throws {TierError}
 */
export async function revise(
  task: WritingTask,
  { prepared, request }: ReadyText,
  parts: RevisingParts,
  signal: AbortSignal,
  onEvent: (event: TierEvent, attempt: number) => void,
): Promise<Revised | undefined> {
  const language = task.into ?? prepared.language;
  for (let attempt = 1; ; attempt++) {
    let answer = '';
    let reason: 'stop' | 'length' | undefined;
    for await (const event of parts.answerer.answer(request, signal)) {
      if (event.kind === 'piece') answer += event.text;
      else reason = event.reason;
      onEvent(event, attempt);
    }
    if (reason === undefined || signal.aborted) return undefined;
    // Half a text must not take the place of the whole one.
    if (reason === 'length') return { kind: 'refused', why: 'cut' };
    const asked = { prepared, answer, purpose: task.purpose, ...(language === undefined ? {} : { language }) };
    const verdict = await parts.parse('judge', asked, signal);
    if (signal.aborted) return undefined;
    if (!verdict) return { kind: 'refused', why: 'unreadable' };
    if (verdict.kind !== 'refused' || attempt >= mostAttempts) return verdict;
  }
}
