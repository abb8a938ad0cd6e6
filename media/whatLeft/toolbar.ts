import type { Choice, LedgerPageWords, ShownFilter } from '../../src/editor/ledger/protocol.ts';
import { button, element } from '../answers/elements.ts';

/** What is done with the toolbar. */
export interface ToolbarGestures {
  /** Something else was typed or picked. */
  filtered(): void;
  act(type: 'check' | 'deleteMonth'): void;
  exported(format: 'csv' | 'jsonl'): void;
}

/** How long typing must pause before it is looked for, in milliseconds. */
const typingPauseMs = 150;

/** What the entries are filtered by, and what can be done with them. */
export class LedgerToolbar {
  readonly element: HTMLElement;
  readonly #search = element('input', '');
  readonly #tier = element('select', '');
  readonly #month = element('select', '');
  readonly #check: HTMLButtonElement;
  readonly #words: LedgerPageWords;

  constructor(words: LedgerPageWords, tiers: readonly Choice[], on: ToolbarGestures) {
    this.#words = words;
    this.#search.type = 'search';
    this.#search.placeholder = words.search;
    this.#search.setAttribute('aria-label', words.search);
    this.#search.spellcheck = false;
    let pause: ReturnType<typeof setTimeout> | undefined;
    this.#search.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => on.filtered(), typingPauseMs);
    });
    for (const [select, label] of [
      [this.#tier, words.tier],
      [this.#month, words.month],
    ] as const) {
      select.setAttribute('aria-label', label);
      select.addEventListener('change', () => on.filtered());
    }
    fill(this.#tier, words.tier, tiers);
    fill(this.#month, words.month, []);
    this.#check = button(
      'secondary',
      words.check,
      () => {
        this.#check.disabled = true;
        this.#check.textContent = words.checking;
        on.act('check');
      },
      words.check,
    );
    const filter = element('div', 'filter', this.#search, this.#tier, this.#month);
    filter.setAttribute('role', 'search');
    this.element = element(
      'div',
      'toolbar',
      filter,
      element(
        'div',
        'acts',
        this.#check,
        button('secondary', words.exportCsv, () => on.exported('csv'), words.exportCsv),
        button('secondary', words.exportJsonLines, () => on.exported('jsonl'), words.exportJsonLines),
        button('secondary', words.deleteMonth, () => on.act('deleteMonth'), words.deleteMonth),
      ),
    );
  }

  get filter(): ShownFilter {
    return { text: this.#search.value, tier: this.#tier.value, month: this.#month.value };
  }

  showMonths(months: readonly Choice[]): void {
    fill(this.#month, this.#words.month, months);
  }

  /** The check is over. */
  checked(): void {
    this.#check.disabled = false;
    this.#check.textContent = this.#words.check;
  }
}

/** The choices, with "all" before them; what was picked stays picked while it is there. */
function fill(select: HTMLSelectElement, all: string, choices: readonly Choice[]): void {
  const picked = select.value;
  const options = [{ value: '', label: all }, ...choices].map(({ value, label }) => {
    const option = element('option', '', label);
    option.value = value;
    return option;
  });
  select.replaceChildren(...options);
  select.value = choices.some(({ value }) => value === picked) ? picked : '';
}
