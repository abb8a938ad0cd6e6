import { l10n, window } from 'vscode';
import type { Overview } from '../../privacy/ledgerBook.ts';
import type { LedgerFormat } from './format.ts';
import type { LedgerReader } from './ledgerReader.ts';
import { entriesWord } from './words.ts';

/** Asks which month to delete, and whether really. @returns whether one was deleted */
export async function deleteAMonth(
  reader: LedgerReader,
  months: Overview['months'],
  format: LedgerFormat,
): Promise<boolean> {
  const items = months.map(({ month, entries }) => ({
    label: format.month(month),
    description: entriesWord(entries, format),
    month,
  }));
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t('There is no month to delete: nothing is on record.'));
    return false;
  }
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Delete a month of what left this computer'),
    placeHolder: l10n.t('Months are counted in UTC.'),
  });
  if (picked === undefined) return false;
  const remove = l10n.t('Delete');
  const pressed = await window.showWarningMessage(
    l10n.t('Delete the record of {0}?', picked.label),
    {
      modal: true,
      detail: l10n.t(
        '{0}, and what was kept of them, are deleted for good. One line stays that says so.',
        picked.description,
      ),
    },
    remove,
  );
  if (pressed !== remove) return false;
  await reader.call('deleteMonth', picked.month);
  return true;
}
