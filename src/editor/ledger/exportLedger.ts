import { l10n, Uri, window, workspace } from 'vscode';
import type { ExportFormat } from '../../privacy/ledgerExport.ts';
import type { LedgerFilter } from '../../privacy/ledgerTable.ts';
import type { LedgerReader } from './ledgerReader.ts';

/** Asks where to, and writes the entries that are shown there. @param now milliseconds since 1970 */
export async function exportLedger(
  reader: LedgerReader,
  format: ExportFormat,
  filter: LedgerFilter,
  now: number,
): Promise<void> {
  const name = `hearth-ledger-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export what left this computer'),
    filters: format === 'csv' ? { CSV: ['csv'] } : { 'JSON Lines': ['jsonl'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
  });
  if (target === undefined) return;
  const text = await reader.call('export', format, filter);
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void window.showInformationMessage(l10n.t('Exported to {0}.', workspace.asRelativePath(target)));
}
