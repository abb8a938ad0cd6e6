import type { Excerpt } from '../base/text.ts';
import type { AnswerRequest } from '../tiers/tier.ts';
import type { Task } from './task.ts';

/** The request that a task makes of a model about an excerpt. */
export function requestFor(
  task: Task,
  excerpt: Excerpt,
  model: { readonly name: string; readonly contextTokens: number },
): AnswerRequest {
  return {
    model: model.name,
    messages: task.messages(excerpt),
    maximumTokens: Math.min(task.maximumTokens, Math.floor(model.contextTokens / 4)),
    contextTokens: model.contextTokens,
    ...(task.format && { format: task.format }),
  };
}
