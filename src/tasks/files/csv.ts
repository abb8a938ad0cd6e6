/**
 * Rows as comma-separated values (RFC 4180). A spreadsheet takes a cell that begins with one of a few signs for a formula, and a model
 * can be told to write one: such a cell gets an apostrophe in front (OWASP, "CSV Injection").
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `${rows.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
