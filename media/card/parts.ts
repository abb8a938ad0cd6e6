import type { Choice } from '../../src/editor/scorecard/protocol.ts';
import { element } from '../answers/elements.ts';

/** A section under its heading. */
export function section(heading: string, ...content: (Node | string)[]): HTMLElement {
  return element('section', '', element('h2', '', heading), ...content);
}

/** A labelled list to choose from. @param focus names it, so that the focus comes back to it */
export function choiceOf(
  focus: string,
  label: string,
  choices: readonly Choice[],
  chosen: string,
  choose: (value: string) => void,
): HTMLElement {
  const select = element('select', '');
  select.dataset.focus = focus;
  for (const { value, label: words } of choices) {
    const option = element('option', '', words);
    option.value = value;
    select.append(option);
  }
  select.value = chosen;
  select.addEventListener('change', () => choose(select.value));
  return element('label', 'choice', element('span', '', label), select);
}

/**
 * A table.
 * @param caption for screen readers: the heading above says it to everybody else
 * @param look `figures` where no cell breaks into lines; `times` where each row begins with a time, and names may be long
 */
export function tableOf(
  caption: string,
  columns: readonly string[],
  rows: readonly HTMLElement[],
  look: 'figures' | 'sentences' | 'times' = 'figures',
): HTMLElement {
  const heads = columns.map((column) => {
    const head = element('th', '', column);
    head.scope = 'col';
    return head;
  });
  const table = element(
    'table',
    '',
    element('caption', 'visually-hidden', caption),
    element('thead', '', element('tr', '', ...heads)),
    element('tbody', '', ...rows),
  );
  return element('div', `scroller ${look}`, table);
}

/** A row, the first cell of which names it. */
export function rowOf(name: string, ...cells: (Node | string)[]): HTMLElement {
  const head = element('th', '', name);
  head.scope = 'row';
  return element('tr', '', head, ...cells.map((cell) => element('td', '', cell)));
}
