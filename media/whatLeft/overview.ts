import type { LedgerPageWords, ShownTotal } from '../../src/editor/ledger/protocol.ts';
import { element, icon } from '../answers/elements.ts';

/** What the page is about, in two lines. */
export function headerOf(words: LedgerPageWords): HTMLElement {
  const heading = element('h1', '', words.title);
  heading.id = 'title';
  return element('header', '', heading, element('p', 'intro', words.intro));
}

/** What stands on the page while nothing has left. */
export function emptyLedger(words: LedgerPageWords): HTMLElement {
  return element(
    'section',
    'empty',
    icon('local', 48),
    element('h2', '', words.emptyTitle),
    element('p', '', words.emptyText),
  );
}

/** What left to each tier, today, this month and in all. */
export class LedgerTotals {
  readonly element = element('table', 'totals');
  readonly #words: LedgerPageWords;

  constructor(words: LedgerPageWords) {
    this.#words = words;
  }

  show(totals: readonly ShownTotal[]): void {
    const { totals: caption, tier, periods } = this.#words;
    const corner = columnHead(element('span', 'visually-hidden', tier));
    const head = element('tr', '', corner, ...periods.map((period) => columnHead(period)));
    const rows = totals.map((total) => {
      const name = element('th', '', element('span', 'tier', icon(total.icon), total.tier));
      name.scope = 'row';
      const cells = total.cells.map(({ requests, amount }) =>
        element(
          'td',
          amount === '' ? 'none' : '',
          element('span', 'requests', requests),
          element('span', 'amount', amount),
        ),
      );
      return element('tr', '', name, ...cells);
    });
    this.element.replaceChildren(
      element('caption', 'visually-hidden', caption),
      element('thead', '', head),
      element('tbody', '', ...rows),
    );
  }
}

/** The head of a column. */
export function columnHead(...content: (Node | string)[]): HTMLElement {
  const head = element('th', '', ...content);
  head.scope = 'col';
  return head;
}
