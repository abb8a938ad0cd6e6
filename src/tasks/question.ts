import type { Origin } from '../base/text.ts';
import { askAbout } from './prompt.ts';
import type { Task } from './task.ts';

/** A question in the user's own words about an excerpt. Its words are the user's text too, and carry their own origin. */
export function questionAbout(question: string): Task {
  const nowhere = { line: 0, character: 0 };
  const origin: Origin = { kind: 'typed', uri: 'hearth:typed', path: '', range: { start: nowhere, end: nowhere } };
  return {
    id: 'ask',
    maximumTokens: 1500,
    messages: (excerpt) => askAbout(excerpt, { kind: 'excerpt', text: question, origin }),
  };
}
