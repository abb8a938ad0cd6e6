import { readFileSync, writeFileSync } from 'node:fs';
import { asMarkdown, type Table } from './table.ts';

const readme = new URL('../README.md', import.meta.url);

/**
 * Writes tables into the README, each between `<!-- table: ID -->` and `<!-- end -->`.
 * @throws when a table has no place there
 */
export function updateReadme(tables: readonly Table[], how: string): void {
  const text = tables.reduce((before, table) => withTable(before, table, how), readFileSync(readme, 'utf8'));
  writeFileSync(readme, text);
}

/** The text with the table in its place. */
export function withTable(text: string, table: Table, how: string): string {
  const open = `<!-- table: ${table.id} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf('<!-- end -->', start);
  if (start < 0 || end < 0) throw new Error(`The README has no place for the table "${table.id}".`);
  return `${text.slice(0, start + open.length)}\n\n\`${how}\`\n\n${asMarkdown(table)}\n\n${text.slice(end)}`;
}
