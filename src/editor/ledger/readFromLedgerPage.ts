import type { FromLedgerPage, ShownFilter } from './protocol.ts';

/** A message of the ledger's page, checked; undefined if it is not one. */
export function readFromLedgerPage(message: unknown): FromLedgerPage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  const { filter, from, key, format, file, line } = message as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'ready':
    case 'reload':
    case 'check':
    case 'deleteMonth':
      return { type };
    case 'show':
      return isFilter(filter) && isCount(from) ? { type, filter, from } : undefined;
    case 'open':
      return typeof key === 'string' ? { type, key } : undefined;
    case 'export':
      return isFilter(filter) && (format === 'csv' || format === 'jsonl') ? { type, format, filter } : undefined;
    case 'showLine':
      // The name of one of the ledger's files, and no path.
      return typeof file === 'string' && /^[\w-]+\.jsonl$/.test(file) && isCount(line)
        ? { type, file, line }
        : undefined;
    default:
      return undefined;
  }
}

function isFilter(value: unknown): value is ShownFilter {
  if (typeof value !== 'object' || value === null) return false;
  return ['text', 'tier', 'month'].every((name) => typeof Reflect.get(value, name) === 'string');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
