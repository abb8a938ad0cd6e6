import { commands, type Disposable, l10n, type QuickPickItem, window } from 'vscode';
import type { Snooze } from '../../completion/snooze.ts';
import { snoozedWords } from '../messages.ts';

/** Registers the command that lets completions stay away for a while, and come back. */
export function registerSnooze(snooze: Snooze): Disposable {
  return commands.registerCommand('hearth.snoozeCompletions', () => ask(snooze));
}

async function ask(snooze: Snooze): Promise<void> {
  const { until } = snooze;
  const items: (QuickPickItem & { readonly act: () => void })[] = [
    { label: l10n.t('5 minutes'), act: () => snooze.begin(5) },
    { label: l10n.t('15 minutes'), act: () => snooze.begin(15) },
    { label: l10n.t('60 minutes'), act: () => snooze.begin(60) },
    { label: l10n.t('Until a restart'), act: () => snooze.begin() },
  ];
  if (until !== undefined) items.unshift({ label: l10n.t('End the snooze'), act: () => snooze.end() });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Snooze Completions'),
    placeHolder:
      until === undefined ? l10n.t('For how long? A suggestion you ask for comes all the same.') : snoozedWords(until),
  });
  picked?.act();
}
