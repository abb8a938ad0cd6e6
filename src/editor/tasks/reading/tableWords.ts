import { l10n } from 'vscode';
import { fenceFor } from '../../../tasks/prompt.ts';
import type { Cell, Table } from '../../../tasks/reading/structured.ts';

/** How a table is written: for people, or for programs. */
export type TableForm = 'table' | 'json';

/** A table as Markdown. What a model said stands in it as plain text: none of its signs is markup. */
export function tableMarkdown(table: Table, form: TableForm): string {
  const isEmpty = table.rows.length === 0;
  const body = form === 'json' ? jsonOf(table) : isEmpty ? emptyWords(table) : rowsOf(table);
  const notes = [
    ...doubtsOf(table),
    ...(table.isWhole ? [] : [l10n.t('The answer was cut short: there may be more.')]),
  ];
  return [body, ...notes].join('\n\n');
}

/** A review without a remark is good news. */
function emptyWords({ columns }: Table): string {
  return columns.includes('remark') ? l10n.t('No remarks.') : l10n.t('Nothing of it was found.');
}

/** What is said where the answer had not the form that was asked for. It is shown as it came. */
export function notInForm(answer: string): string {
  const said = answer.trim();
  const why = l10n.t(
    'The model did not answer in the form that was asked for. Asking again, or a larger model, may help.',
  );
  if (said === '') return why;
  const fence = fenceFor(said);
  return `${why}\n\n${fence}text\n${said}\n${fence}`;
}

function rowsOf({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((name) => columnTitle(name))),
    line(columns.map(() => '---')),
    ...rows.map(({ cells }) => line(cells.map(cellText))),
  ].join('\n');
}

function jsonOf({ columns, rows }: Table): string {
  const items = rows.map(({ cells }) =>
    Object.fromEntries(columns.map((name, index) => [name, cells[index]?.text ?? ''])),
  );
  const text = JSON.stringify(items, undefined, 2);
  const fence = fenceFor(text);
  return `${fence}json\n${text}\n${fence}`;
}

function cellText({ text, doubt }: Cell): string {
  const shown = plainMarkdown(valueTitle(text));
  return doubt === undefined ? shown : `⚠ ${shown}`;
}

/** Says once, below the table, what its warnings mean. */
function doubtsOf({ rows }: Table): string[] {
  const cells = rows.flatMap((row) => row.cells);
  const count = (doubt: Cell['doubt']) => cells.filter((cell) => cell.doubt === doubt).length;
  const [invented, notOffered] = [count('notInText'), count('notOffered')];
  return [
    ...(invented === 0
      ? []
      : [
          invented === 1
            ? l10n.t('⚠ 1 value does not stand in the text like this. The model may have made it up.')
            : l10n.t('⚠ {0} values do not stand in the text like this. The model may have made them up.', invented),
        ]),
    ...(notOffered === 0 ? [] : [l10n.t('⚠ is none of what was offered to choose from.')]),
  ];
}

/** Our own columns have names that can be translated; the user's own stay as they are. */
function columnTitle(name: string): string {
  switch (name) {
    case 'task':
      return l10n.t('To do');
    case 'who':
      return l10n.t('Who');
    case 'when':
      return l10n.t('Until when');
    case 'name':
      return l10n.t('Name');
    case 'kind':
      return l10n.t('Kind');
    case 'figure':
      return l10n.t('Figure');
    case 'of':
      return l10n.t('What it says');
    case 'label':
      return l10n.t('Label');
    case 'reason':
      return l10n.t('Why');
    case 'parts':
      return l10n.t('Parts');
    case 'weight':
      return l10n.t('Weight');
    case 'remark':
      return l10n.t('Remark');
    case 'quote':
      return l10n.t('About');
    default:
      return plainMarkdown(name);
  }
}

/** The same for values that we gave to choose from. */
function valueTitle(text: string): string {
  switch (text) {
    case 'person':
      return l10n.t('person');
    case 'organization':
      return l10n.t('organization');
    case 'place':
      return l10n.t('place');
    case 'product':
      return l10n.t('product');
    case 'other':
      return l10n.t('other');
    case 'problem':
      return l10n.t('problem');
    case 'question':
      return l10n.t('question');
    case 'suggestion':
      return l10n.t('suggestion');
    default:
      return text;
  }
}

/** Text in which no sign is Markdown. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+!|<>~&$:@]/g, (sign) => `\\${sign}`);
}
