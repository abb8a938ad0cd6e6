import { button, element } from '../answers/elements.ts';

/** One of several views of the same thing. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly panel: HTMLElement;
}

/**
 * A segmented control: one of several views, chosen with the mouse or the arrow keys.
 * @param first which one is shown at first
 * @param onSelect told which one is shown
 */
export function tabsOf(
  label: string,
  views: readonly Tab[],
  first: number,
  onSelect: (index: number) => void,
): { readonly list: HTMLElement; readonly panels: readonly HTMLElement[] } {
  const tabs = views.map((view, index) => {
    const tab = button('segment', view.label, () => select(index), view.label);
    tab.id = `${view.id}-tab`;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', view.id);
    view.panel.id = view.id;
    view.panel.classList.add('panel');
    view.panel.setAttribute('role', 'tabpanel');
    view.panel.setAttribute('aria-labelledby', tab.id);
    view.panel.tabIndex = 0;
    return tab;
  });
  const select = (chosen: number) => {
    for (const [index, view] of views.entries()) {
      view.panel.hidden = index !== chosen;
      tabs[index]?.setAttribute('aria-selected', String(index === chosen));
      tabs[index]?.setAttribute('tabindex', index === chosen ? '0' : '-1');
    }
    onSelect(chosen);
  };
  const list = element('div', 'segments', ...tabs);
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', label);
  list.addEventListener('keydown', (event) => {
    const current = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const next = nextOf(event.key, current, tabs.length);
    if (next === undefined) return;
    select(next);
    tabs[next]?.focus();
    event.preventDefault();
  });
  select(first);
  return { list, panels: views.map(({ panel }) => panel) };
}

function nextOf(key: string, current: number, length: number): number | undefined {
  if (key === 'ArrowRight') return (current + 1) % length;
  if (key === 'ArrowLeft') return (current - 1 + length) % length;
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : undefined;
}
