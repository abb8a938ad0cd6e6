import type { Excerpt } from '../base/text.ts';
import { byNotes } from './parts/inParts.ts';
import { askAbout, isProse } from './prompt.ts';
import type { Task } from './task.ts';

/** `hearth.explain`: what a piece of code or text does or means; what changed in it; what a terminal says. */
export const explain: Task = {
  id: 'explain',
  maximumTokens: 800,
  messages: (excerpt) => askAbout(excerpt, wantedOf(excerpt)),
  inParts: byNotes(wantedOfPart, wantedOfWhole),
};

const ofChanges =
  'lines that begin with - were there before, lines that begin with + are there now. Say what is different for whoever uses or ' +
  'reads this, why that may have been done, and what could go wrong with it.';
const ofTerminal = 'Say what was run and what came of it; where it failed, the likeliest reason and what to do next.';

function wantedOf(excerpt: Excerpt): string {
  const { kind } = excerpt.origin;
  if (kind === 'diff') return `Explain what changed: ${ofChanges}`;
  if (kind === 'terminal') return `Explain this output of a terminal. ${ofTerminal}`;
  return isProse(excerpt)
    ? 'Explain this text in plain words. Say what it means and what follows from it.'
    : 'Explain this code. Say what it does, what it takes and returns, and what could surprise a reader.';
}

function wantedOfPart(excerpt: Excerpt): string {
  const { kind } = excerpt.origin;
  if (kind === 'diff') return `Explain in a few sentences what changed in this part of a longer change: ${ofChanges}`;
  if (kind === 'terminal')
    return `Explain this part of a longer output of a terminal in a few sentences. ${ofTerminal}`;
  return isProse(excerpt)
    ? 'Explain this part of a longer text in a few plain sentences: what it says, and what follows from it.'
    : 'Explain this part of a longer piece of code in a few sentences: what it does, what it takes and returns, and what could surprise a reader.';
}

function wantedOfWhole(excerpt: Excerpt): string {
  const { kind } = excerpt.origin;
  if (kind === 'diff')
    return 'Explain all that changed, what is different for whoever uses or reads it, and what could go wrong.';
  if (kind === 'terminal') return `Explain the whole output of the terminal. ${ofTerminal}`;
  return isProse(excerpt)
    ? 'Explain the whole text in plain words. Say what it means and what follows from it.'
    : 'Explain the whole code. Say what it does, how its parts work together, and what could surprise a reader.';
}
