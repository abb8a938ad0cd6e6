import { byNotes } from './parts/inParts.ts';
import { askAbout, instruction, typed } from './prompt.ts';
import type { Task } from './task.ts';

/** A question in the user's own words about an excerpt. */
export function questionAbout(question: string): Task {
  return {
    id: 'ask',
    maximumTokens: 1500,
    messages: (excerpt) => askAbout(excerpt, [typed(question)]),
    inParts: byNotes(
      () => [
        instruction(
          'This is one part of a longer text. Note in a few sentences what it says that helps to answer the question below. ' +
            'If it says nothing of it, answer with a dash.\nThe question: ',
        ),
        typed(question),
      ],
      () => [
        instruction('Answer this question from the notes. If they do not say it, say so.\nThe question: '),
        typed(question),
      ],
    ),
  };
}
