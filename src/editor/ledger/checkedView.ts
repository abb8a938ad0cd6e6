import { l10n } from 'vscode';
import type { LedgerChecked, LedgerFault } from '../../privacy/ledgerChecks.ts';
import type { LedgerFormat } from './format.ts';
import type { ShownFinding, ToLedgerPage } from './protocol.ts';
import { entriesWord } from './words.ts';

/** What the check found, in the user's words. */
export function checkedView(
  checked: LedgerChecked,
  format: LedgerFormat,
): Extract<ToLedgerPage, { readonly type: 'checked' }> {
  const { files, lines, faults, unreadable, deleted } = checked;
  const whole =
    files === 1
      ? l10n.t('The record is whole: {0} lines in 1 file.', format.count(lines))
      : l10n.t('The record is whole: {0} lines in {1} files.', format.count(lines), format.count(files));
  return {
    type: 'checked',
    isWhole: faults.length === 0,
    findings: [
      ...(faults.length === 0 ? [{ text: whole }] : faults.map(faultView)),
      ...unreadable.map(({ file, line }) => ({
        text: l10n.t('{0}, line {1} holds no whole record. Most likely a crash cut it short.', file, line),
        place: { file, line },
      })),
      ...deleted.map(({ month, entries, time }) => ({
        text: l10n.t(
          'You deleted {0} on {1}: {2}.',
          format.month(month),
          format.time(Date.parse(time)),
          entriesWord(entries, format),
        ),
      })),
    ],
  };
}

function faultView(fault: LedgerFault): ShownFinding {
  const { file } = fault;
  switch (fault.kind) {
    case 'broken':
      return {
        text: l10n.t('{0}, line {1} was changed, or a line before it is missing.', file, fault.line),
        place: { file, line: fault.line },
      };
    case 'cut':
      return {
        text: l10n.t('{0} was cut off: lines are missing from line {1} on.', file, fault.line),
        place: { file, line: fault.line },
      };
    case 'missing':
      return { text: l10n.t('{0} is missing.', file) };
    case 'body':
      return {
        text: l10n.t('{0}, line {1}: what was kept of this request is gone, or not what was sent.', file, fault.line),
        place: { file, line: fault.line },
      };
  }
}
