import { l10n } from 'vscode';
import { type Overview, type Page, rowsPerPage } from '../../privacy/ledgerBook.ts';
import type { Row, Sum } from '../../privacy/ledgerTable.ts';
import type { LedgerFormat } from './format.ts';
import type { ShownRow, ShownTotal, ToLedgerPage } from './protocol.ts';
import { entriesWord, type Words, wordFor } from './words.ts';

type Message<Type extends ToLedgerPage['type']> = Extract<ToLedgerPage, { readonly type: Type }>;

const calm = new Set(['done', 'counted', 'retried', 'deleted']);
const open = new Set(['underWay', 'interrupted', 'aborted']);

/** The ledger as a whole, in the user's words. */
export function overviewView(overview: Overview, words: Words, format: LedgerFormat): Message<'overview'> {
  const total = (tier: keyof Overview['totals']): ShownTotal => {
    const { today, month, all } = overview.totals[tier];
    return { icon: tier, tier: wordFor(tier, words), cells: [today, month, all].map((sum) => sumView(sum, format)) };
  };
  return {
    type: 'overview',
    isEmpty: overview.entries === 0,
    totals: [total('cloud'), total('handedOver'), total('selfHosted')],
    months: overview.months.map(({ month }) => ({ value: month, label: format.month(month) })),
  };
}

function sumView({ requests, bytesOut, usd, usdEstimated }: Sum, format: LedgerFormat): ShownTotal['cells'][number] {
  if (requests === 0) return { requests: l10n.t('none'), amount: '' };
  const amount = l10n.t('{0} sent', format.bytes(bytesOut));
  return {
    requests: requests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', format.count(requests)),
    amount: usd === 0 ? amount : `${amount} · ${about(usdEstimated, format.usd(usd))}`,
  };
}

/** A page of the table, in the user's words. */
export function rowsView({ from, matching, rows }: Page, words: Words, format: LedgerFormat): Message<'rows'> {
  const to = from + rows.length;
  const summary =
    matching <= rowsPerPage
      ? entriesWord(matching, format)
      : l10n.t('{0}–{1} of {2} entries', format.count(from + 1), format.count(to), format.count(matching));
  return {
    type: 'rows',
    rows: rows.map((row) => rowView(row, words, format)),
    summary,
    from,
    previous: from > 0 ? Math.max(0, from - rowsPerPage) : undefined,
    next: to < matching ? to : undefined,
  };
}

function rowView(row: Row, words: Words, format: LedgerFormat): ShownRow {
  const { key, time, tier, model, count, bytesOut, bytesIn, tokens, usd, files, kind } = row;
  const [first = '', ...more] = files;
  const isTraffic = kind === 'traffic' && count !== undefined && count !== 1;
  return {
    key,
    time: format.time(time),
    tier: tier === undefined ? undefined : { icon: tier, word: wordFor(tier, words) },
    destination:
      kind === 'deleted' ? format.month(row.destination) : row.destination.replace(/^(?:https|vscode-lm):\/\//, ''),
    model,
    asked: row.asked === '' ? '' : wordFor(row.asked, words),
    sent: bytesOut === undefined ? '' : format.bytes(bytesOut),
    received: bytesIn === undefined ? '' : format.bytes(bytesIn),
    tokens: tokens === undefined ? '' : about(row.tokensEstimated, format.count(tokens)),
    cost: usd === undefined ? '' : about(row.usdEstimated, format.usd(usd)),
    files: {
      text: more.length === 0 ? first : l10n.t('{0} and {1} more', first, more.length),
      title: files.join('\n'),
    },
    outcome: isTraffic
      ? l10n.t('{0} requests', format.count(count))
      : kind === 'deleted'
        ? l10n.t('{0} deleted by you', entriesWord(count ?? 0, format))
        : wordFor(row.outcome, words),
    mood: calm.has(row.outcome) ? 'fine' : open.has(row.outcome) ? 'open' : 'trouble',
  };
}

function about(isEstimate: boolean, text: string): string {
  return isEstimate ? l10n.t('about {0}', text) : text;
}
