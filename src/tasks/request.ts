import type { Excerpt } from '../base/text.ts';
import type { AnswerRequest, Message } from '../tiers/tier.ts';
import type { Task } from './task.ts';

/** A model as a request names it. */
export interface RequestedModel {
  readonly name: string;
  readonly contextTokens: number;
  /** Its content digest, where it is known. */
  readonly digest?: string;
}

/** The request that a task makes of a model about an excerpt. */
export function requestFor(task: Task, excerpt: Excerpt, model: RequestedModel): AnswerRequest {
  const { maximumTokens, format } = task;
  return { ...requestOf(task.messages(excerpt), maximumTokens, model), ...(format && { format }) };
}

/** A request with these messages. Its answer takes no more than a quarter of the context, so that there is room for what it is about. */
export function requestOf(messages: readonly Message[], maximumTokens: number, model: RequestedModel): AnswerRequest {
  const { name, contextTokens } = model;
  return {
    model: name,
    messages,
    maximumTokens: Math.min(maximumTokens, Math.floor(contextTokens / 4)),
    contextTokens,
  };
}
