import type { FromPage, PageWords } from '../../src/editor/answers/protocol.ts';
import { button, element, icon } from './elements.ts';

/** What stands in the view before the first answer: what to do, and the two things to begin with. */
export function emptyState(words: PageWords, send: (message: FromPage) => void): HTMLElement {
  const offer = (label: string, key: string, type: 'explain' | 'summarize', look: string) => {
    const made = button(`offer ${look}`, label, () => send({ type }), element('span', '', label));
    if (key !== '') made.append(element('kbd', '', key));
    return made;
  };
  return element(
    'section',
    'empty',
    icon('hearth', 48),
    element('h2', '', words.emptyTitle),
    element('p', '', words.emptyText),
    element(
      'div',
      'offers',
      offer(words.explain, words.explainKey, 'explain', 'primary'),
      offer(words.summarize, words.summarizeKey, 'summarize', 'secondary'),
    ),
  );
}
