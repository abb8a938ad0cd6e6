import type { Entry } from './ledgerEntries.ts';
import { rowOf } from './ledgerTable.ts';

/** The forms in which the ledger is exported. */
export type ExportFormat = 'csv' | 'jsonl';

/** The entries as one JSON object a line, each with everything on record. */
export function toJsonLines(entries: readonly Entry[]): string {
  return entries.map((entry) => `${JSON.stringify({ ...entry, time: timeOf(entry) })}\n`).join('');
}

/**
 * The entries as CSV (RFC 4180), with a byte order mark, without which Excel takes UTF-8 for something else. No cell can be
 * taken for a formula: what begins like one gets an apostrophe before it (OWASP, "CSV Injection").
 */
export function toCsv(entries: readonly Entry[]): string {
  const lines = [columns, ...entries.map(cellsOf)].map((cells) => `${cells.map(written).join(',')}\r\n`);
  return `\ufeff${lines.join('')}`;
}

const columns: readonly string[] = [
  ...['time', 'kind', 'tier', 'destination', 'provider', 'model', 'asked by', 'attempt', 'method', 'path'],
  ...[
    'count',
    'bytes out',
    'bytes in',
    'estimated tokens',
    'prompt tokens',
    'answer tokens',
    'estimated USD',
    'at most USD',
    'USD',
  ],
  ...['files', 'left out', 'taken out', 'masked', 'let through', 'outcome', 'status', 'body sha256', 'id'],
  ...['ledger file', 'line'],
];

/** The cells of an entry, in the order of the columns. */
function cellsOf(entry: Entry): readonly unknown[] {
  const { kind, tier, destination, model, asked, count, bytesOut, bytesIn, outcome: ended } = rowOf(entry);
  const { intent, outcome } = entry.kind === 'request' ? entry : {};
  return [
    ...[timeOf(entry), kind, tier, destination, intent?.provider, model, asked, intent?.attempt],
    ...[intent?.method, intent?.path, count, bytesOut, bytesIn],
    ...[intent?.estimatedTokens, outcome?.promptTokens, outcome?.answerTokens],
    ...[intent?.estimatedUsd, intent?.atMostUsd, outcome?.costUsd],
    listed(intent?.files, ({ path, firstLine, lastLine }) => `${path}:${firstLine}-${lastLine}`),
    listed(intent?.leftOut, ({ path, kind, rule }) => `${path || kind} (${rule})`),
    listed(intent?.takenOut, ({ path, kind }) => path || kind),
    listed(intent?.redactions, ({ rule, count }) => `${rule} ×${count}`),
    listed(intent?.released, ({ rule, count }) => `${rule} ×${count}`),
    ...[ended, outcome?.status, intent?.bodySha256, intent?.id, entry.file, entry.line],
  ];
}

function listed<T>(items: readonly T[] | undefined, write: (item: T) => string): string | undefined {
  return items?.map(write).join('; ');
}

function written(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const harmless = /^\s*[=+\-@|%]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /^[\w:.\- ]*$/.test(harmless) ? harmless : `"${harmless.replaceAll('"', '""')}"`;
}

function timeOf({ time }: Entry): string {
  return new Date(time).toISOString();
}
