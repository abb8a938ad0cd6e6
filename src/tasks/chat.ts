import type { Excerpt, Origin } from '../base/text.ts';
import type { AnswerRequest, Message } from '../tiers/tier.ts';
import { firstPart, fitOf, fits } from './fit.ts';
import { instruction, typed } from './prompt.ts';
import { questionAbout } from './question.ts';
import { type RequestedModel, requestOf } from './request.ts';
import type { Task } from './task.ts';

/** What was said before in a chat: a question, as it was typed, and its answer. */
export interface ChatTurn {
  readonly question: string;
  readonly answer: string;
}

/** What is asked in a chat. */
export interface AskedInChat {
  /** What a slash command asks for; left out: the question says it. */
  readonly task?: Task;
  readonly question: string;
  /** What it is about; left out: the question stands for itself. */
  readonly excerpt?: Excerpt;
  /** What was said before, the oldest first. */
  readonly earlier: readonly ChatTurn[];
}

/** A request, and how much of the text it is about it has. */
export interface ChatRequest {
  readonly request: AnswerRequest;
  /** What there was room for: the excerpt itself, or its beginning; undefined where there was none. */
  readonly excerpt: Excerpt | undefined;
}

/** The longest answer to a question, in tokens. */
const mostTokens = 1500;

const nowhere = { line: 0, character: 0 };
const fromAnswer: Origin = { kind: 'answer', uri: 'hearth:answer', path: '', range: { start: nowhere, end: nowhere } };

/**
 * The request that a message in a chat makes. Of what was said before it has as much as fits beside the text; of a text that does not
 * fit by itself it has the beginning, and the caller says so.
 * @returns undefined where not even one line of the text, or the question itself, has room
 */
export function chatRequest(asked: AskedInChat, model: RequestedModel): ChatRequest | undefined {
  const { excerpt } = asked;
  // An answer in a form is read by us: what was said before has no part in it.
  for (let earlier = asked.task?.format ? [] : asked.earlier; ; earlier = earlier.slice(1)) {
    const request = put(asked, excerpt, earlier, model);
    if (fits(request)) return { request, excerpt };
    if (earlier.length === 0) break;
  }
  if (!excerpt) return undefined;
  const { promptTokens, availableTokens } = fitOf(put(asked, { ...excerpt, text: '' }, [], model));
  const part = firstPart(excerpt, availableTokens - promptTokens);
  return part && { request: put(asked, part, [], model), excerpt: part };
}

function put(
  { task, question }: AskedInChat,
  excerpt: Excerpt | undefined,
  earlier: readonly ChatTurn[],
  model: RequestedModel,
): AnswerRequest {
  const about = task ?? questionAbout(question);
  const [system, ...rest] = excerpt
    ? about.messages(excerpt)
    : [free, { role: 'user', parts: [typed(question)] } as const];
  const before = earlier.flatMap(({ question: earlierQuestion, answer }): readonly Message[] => [
    { role: 'user', parts: [typed(earlierQuestion)] },
    { role: 'assistant', parts: [{ kind: 'excerpt', text: answer, origin: fromAnswer }] },
  ]);
  const request = requestOf(
    [...(system ? [system] : []), ...before, ...rest],
    task?.maximumTokens ?? mostTokens,
    model,
  );
  return task?.format ? { ...request, format: task.format } : request;
}

/** What a model is told where no text is at hand. */
const free: Message = {
  role: 'system',
  parts: [instruction('You help inside a text editor. Answer in Markdown, briefly and concretely.')],
};
