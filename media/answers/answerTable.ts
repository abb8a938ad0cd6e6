import type { Card, PageWords, TableRow } from '../../src/editor/answers/protocol.ts';
import { button, confirmOn, element, icon } from './elements.ts';

/** What the buttons of a table do. */
export interface TableGestures {
  /** Opens the file of a row, counted from 0. */
  open(row: number): void;
  openAll(): void;
  copy(): void;
}

/** An answer in rows about files. What stands in them is text and nothing else; a file is opened by the number of its row. */
export class AnswerTable {
  readonly element = element('div', 'files');
  readonly #words: Pick<PageWords, 'openFile'>;
  readonly #on: TableGestures;
  readonly #head = element('tr', '');
  readonly #body = element('tbody', '');
  readonly #more = element('p', 'more');
  #columns = '';
  #count = 0;

  constructor(words: PageWords, on: TableGestures) {
    this.#words = words;
    this.#on = on;
    const openAll = button('action', words.openTableHint, () => on.openAll(), icon('document'), words.openTable);
    const copy = button(
      'action',
      words.copyTableHint,
      () => {
        on.copy();
        confirmOn(copy);
      },
      icon('copy'),
      icon('check'),
      words.copyTable,
    );
    const table = element('table', '', element('thead', '', this.#head), this.#body);
    this.element.append(element('div', 'table', table), this.#more, element('div', 'actions', openAll, copy));
    this.element.hidden = true;
  }

  add(rows: readonly TableRow[]): void {
    for (const { file, cells } of rows) {
      const index = this.#count++;
      const name = file.slice(file.lastIndexOf('/') + 1);
      // A long path may go on in the next line behind each folder.
      const folders = file.slice(0, file.length - name.length).split(/(?<=\/)/);
      const open = button(
        'file',
        this.#words.openFile.replace('{0}', () => file),
        () => this.#on.open(index),
        element('span', 'name', name),
        element('span', 'folder', ...folders.flatMap((each) => [each, document.createElement('wbr')])),
      );
      this.#body.append(element('tr', '', element('td', '', open), ...cells.map((text) => element('td', '', text))));
    }
  }

  update(table: Card['table']): void {
    this.element.hidden = table?.hasRows !== true;
    if (table === undefined) return;
    const columns = table.columns.join('\n');
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#head.replaceChildren(
        ...table.columns.map((name) => {
          const cell = element('th', '', name);
          cell.scope = 'col';
          return cell;
        }),
      );
    }
    this.#more.hidden = table.more === undefined;
    this.#more.textContent = table.more ?? '';
  }
}
