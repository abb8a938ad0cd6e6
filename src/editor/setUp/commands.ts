import {
  ConfigurationTarget,
  commands,
  type Disposable,
  type ExtensionContext,
  l10n,
  type Memento,
  window,
  workspace,
} from 'vscode';
import { settingsTable } from '../../base/settings.ts';
import type { SetupTimeStore } from '../../models/setUp/setupTime.ts';
import type { FirstSteps } from './firstSteps.ts';
import type { SetUpParts } from './setUp.ts';

/**
 * Registers what leads through the first minutes. All of it is loaded when it is first asked for.
 * @param onSetUp told when a person has come to an end of it
 */
export function registerSetUp(
  parts: SetUpParts,
  firstSteps: FirstSteps,
  { extension }: Pick<ExtensionContext, 'extension'>,
  onSetUp: () => void,
): Disposable[] {
  return [
    commands.registerCommand('hearth.getStarted', async () => {
      await commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#firstSteps`, false);
      firstSteps.tell();
    }),
    commands.registerCommand('hearth.setUp', async (step?: unknown) => {
      await (await import('./setUp.ts')).setUp(parts, step);
      onSetUp();
    }),
    commands.registerCommand('hearth.openExample', async () => (await import('./example.ts')).openExample()),
    commands.registerCommand('hearth.stayLocal', stayLocal),
  ];
}

/** Switches the cloud off: from then on nothing of it is on offer, and the gate lets nothing through. */
async function stayLocal(): Promise<void> {
  await workspace.getConfiguration().update(settingsTable.cloudEnabled.key, false, ConfigurationTarget.Global);
  window.setStatusBarMessage(l10n.t('Everything stays local: the cloud is switched off.'), 5000);
}

const stateKey = 'hearth.setupTimes';

/** The times of the setup, kept in the user's own state on this machine. */
export function setupTimesIn(state: Memento): SetupTimeStore {
  return { read: () => state.get(stateKey), write: (times) => void state.update(stateKey, times) };
}
