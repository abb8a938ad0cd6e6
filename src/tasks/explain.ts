import { byNotes } from './parts/inParts.ts';
import { askAbout, isProse } from './prompt.ts';
import type { Task } from './task.ts';

/** `hearth.explain`: what a piece of code or text does or means. */
export const explain: Task = {
  id: 'explain',
  maximumTokens: 800,
  messages: (excerpt) =>
    askAbout(
      excerpt,
      isProse(excerpt)
        ? 'Explain this text in plain words. Say what it means and what follows from it.'
        : 'Explain this code. Say what it does, what it takes and returns, and what could surprise a reader.',
    ),
  inParts: byNotes(
    (excerpt) =>
      isProse(excerpt)
        ? 'Explain this part of a longer text in a few plain sentences: what it says, and what follows from it.'
        : 'Explain this part of a longer piece of code in a few sentences: what it does, what it takes and returns, and what could surprise a reader.',
    (excerpt) =>
      isProse(excerpt)
        ? 'Explain the whole text in plain words. Say what it means and what follows from it.'
        : 'Explain the whole code. Say what it does, how its parts work together, and what could surprise a reader.',
  ),
};
