import type { LedgerPageWords, ShownFact, ShownRow, ToLedgerPage } from '../../src/editor/ledger/protocol.ts';
import { button, element, icon } from '../answers/elements.ts';
import { columnHead } from './overview.ts';

/** What is done with the table. */
export interface TableGestures {
  /** Another page is asked for, from this row on. */
  page(from: number): void;
  /** All about an entry is asked for. */
  open(key: string): void;
}

/** A row, and what stands under it while it is open. */
interface LineOfTable {
  readonly key: string;
  readonly row: HTMLTableRowElement;
  readonly toggle: HTMLButtonElement;
  readonly details: HTMLTableRowElement;
}

/**
 * The entries, a page at a time. Each row opens where it stands. One row can be reached with Tab; the arrow keys, Home and End
 * go on from there.
 */
export class LedgerTable {
  readonly element: HTMLElement;
  readonly #words: LedgerPageWords;
  readonly #on: TableGestures;
  readonly #body = element('tbody', '');
  readonly #summary = element('span', 'summary');
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #scroller: HTMLElement;
  readonly #opened = new Set<string>();
  #lines: readonly LineOfTable[] = [];
  #around: { readonly previous: number | undefined; readonly next: number | undefined } = {
    previous: undefined,
    next: undefined,
  };
  #from = 0;

  constructor(words: LedgerPageWords, on: TableGestures) {
    this.#words = words;
    this.#on = on;
    const turn = (to: number | undefined) => {
      if (to !== undefined) this.#on.page(to);
    };
    this.#previous = button('turn-back', words.previous, () => turn(this.#around.previous), icon('open'));
    this.#next = button('turn', words.next, () => turn(this.#around.next), icon('open'));
    this.#summary.setAttribute('role', 'status');
    const head = element('thead', '', element('tr', '', ...words.columns.map((column) => columnHead(column))));
    const table = element('table', 'entries', element('caption', 'visually-hidden', words.entries), head, this.#body);
    table.addEventListener('keydown', (event) => this.#pressed(event));
    this.#scroller = element('div', 'scroller', table);
    this.element = element(
      'div',
      'table',
      this.#scroller,
      element('footer', '', this.#previous, this.#summary, this.#next),
    );
  }

  show(page: Extract<ToLedgerPage, { type: 'rows' }>): void {
    const focused = this.#lines.find(({ toggle }) => toggle === document.activeElement)?.key;
    const isOther = page.from !== this.#from;
    this.#from = page.from;
    this.#around = page;
    this.#previous.disabled = page.previous === undefined;
    this.#next.disabled = page.next === undefined;
    this.#previous.hidden = page.previous === undefined && page.next === undefined;
    this.#next.hidden = this.#previous.hidden;
    this.#summary.textContent = page.rows.length === 0 ? this.#words.noMatch : page.summary;
    this.#lines = page.rows.map((row) => this.#lineOf(row));
    this.#body.replaceChildren(...this.#lines.flatMap(({ row, details }) => [row, details]));
    this.#scroller.hidden = page.rows.length === 0;
    if (isOther) this.#scroller.scrollTop = 0;
    const line = this.#lines.find(({ key }) => key === focused);
    this.#reach(line ?? this.#lines[0], line !== undefined);
    for (const { key } of this.#lines) if (this.#opened.has(key)) this.#on.open(key);
  }

  showEntry({ key, facts, body }: Extract<ToLedgerPage, { type: 'entry' }>): void {
    const line = this.#lines.find((each) => each.key === key);
    if (line === undefined || !this.#opened.has(key)) return;
    const cell = element('td', '', factsOf(facts));
    cell.colSpan = this.#words.columns.length;
    if (body !== undefined) cell.append(element('h2', '', this.#words.body), bodyOf(body, this.#words.body));
    line.details.replaceChildren(cell);
    line.details.hidden = false;
    line.toggle.setAttribute('aria-expanded', 'true');
    line.row.classList.add('opened');
  }

  #lineOf(shown: ShownRow): LineOfTable {
    const { key, tier, files } = shown;
    const toggle = element('button', 'toggle', icon('open', 12), shown.time);
    toggle.type = 'button';
    toggle.tabIndex = -1;
    toggle.setAttribute('aria-expanded', 'false');
    const time = element('th', '', toggle);
    time.scope = 'row';
    const trouble = shown.mood === 'fine' ? [] : [icon(shown.mood === 'open' ? 'question' : 'error', 14)];
    const outcome = element('td', `outcome ${shown.mood}`, element('span', '', ...trouble, shown.outcome));
    const row = element(
      'tr',
      'row',
      time,
      element('td', '', tier === undefined ? '' : element('span', 'tier', icon(tier.icon, 14), tier.word)),
      named('long', shown.destination),
      named('long', shown.model),
      element('td', '', shown.asked),
      outcome,
      element('td', 'figure', shown.sent),
      element('td', 'figure', shown.received),
      element('td', 'figure', shown.tokens),
      element('td', 'figure', shown.cost),
      named('long', files.text, files.title),
    );
    const details = element('tr', 'details');
    details.hidden = true;
    const line = { key, row, toggle, details };
    row.addEventListener('click', () => {
      // Words that were just marked are to be copied.
      if (getSelection()?.type !== 'Range') this.#toggle(line);
    });
    return line;
  }

  #toggle(line: LineOfTable): void {
    this.#reach(line, true);
    if (this.#opened.delete(line.key)) {
      line.details.hidden = true;
      line.toggle.setAttribute('aria-expanded', 'false');
      line.row.classList.remove('opened');
    } else {
      this.#opened.add(line.key);
      this.#on.open(line.key);
    }
  }

  #pressed(event: KeyboardEvent): void {
    const at = this.#lines.findIndex(({ toggle }) => toggle === document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#lines.length - 1 }[event.key];
    const line = this.#lines[at];
    if (goal !== undefined) this.#reach(this.#lines[goal], true);
    else if (event.key === 'Escape' && line !== undefined && this.#opened.has(line.key)) this.#toggle(line);
    else return;
    event.preventDefault();
  }

  /** Lets Tab stop at this row and no other. */
  #reach(line: LineOfTable | undefined, focus: boolean): void {
    if (line === undefined) return;
    for (const { toggle } of this.#lines) toggle.tabIndex = -1;
    line.toggle.tabIndex = 0;
    if (focus) line.toggle.focus();
  }
}

/** A cell that may be cut short on the screen; the whole text is its title. */
function named(className: string, text: string, title = text): HTMLElement {
  const cell = element('td', className, element('span', '', text));
  if (title !== '') cell.title = title;
  return cell;
}

function factsOf(facts: readonly ShownFact[]): HTMLElement {
  const rows = facts.flatMap(({ label, values }) => [
    element('dt', '', label),
    ...values.map((value) => element('dd', '', value)),
  ]);
  return element('dl', '', ...rows);
}

function bodyOf(text: string, label: string): HTMLElement {
  const body = element('pre', '', text);
  body.tabIndex = 0; // it may scroll
  body.setAttribute('aria-label', label);
  return body;
}
