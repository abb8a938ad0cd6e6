/** A table with its place in the README and the command that makes it. */
export interface Table {
  /** Names the place in the README that it is written into. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What has to be known to read it. */
  readonly notes?: readonly string[];
}

/** The table as Markdown, in columns that also line up in a terminal. */
export function asMarkdown({ columns, rows, notes = [] }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`;
  const table = [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
  return [table, ...notes].join('\n\n');
}

/** A number with as many decimals as it needs; a dash where there is none. */
export function number(value: number | undefined, decimals = 0): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value.toFixed(decimals);
}
