import { ConfigurationTarget, commands, type Disposable, l10n, window, workspace } from 'vscode';
import { type Settings, settingsTable } from '../../base/settings.ts';

/**
 * Registers the commands that turn completions on and off and ask for one.
 * @param onTurnedOn told when a person turned them on
 */
export function registerCompletionCommands(settings: () => Settings, onTurnedOn: () => void): Disposable[] {
  return [
    commands.registerCommand('hearth.toggleCompletions', () => toggle(settings(), onTurnedOn)),
    commands.registerCommand('hearth.triggerCompletion', () =>
      commands.executeCommand('editor.action.inlineSuggest.trigger'),
    ),
  ];
}

async function toggle(settings: Settings, onTurnedOn: () => void): Promise<void> {
  const enabled = !settings.completionsEnabled;
  await workspace.getConfiguration().update(settingsTable.completionsEnabled.key, enabled, ConfigurationTarget.Global);
  window.setStatusBarMessage(
    enabled ? l10n.t('Hearth completions are on.') : l10n.t('Hearth completions are off.'),
    3000,
  );
  if (enabled) onTurnedOn();
}
