import { askAbout, typed } from './prompt.ts';
import type { Task } from './task.ts';

/** A question in the user's own words about an excerpt. */
export function questionAbout(question: string): Task {
  return {
    id: 'ask',
    maximumTokens: 1500,
    messages: (excerpt) => askAbout(excerpt, [typed(question)]),
  };
}
