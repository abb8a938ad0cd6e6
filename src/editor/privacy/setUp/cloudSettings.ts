import { ConfigurationTarget, workspace } from 'vscode';
import { type Settings, settingsTable } from '../../../base/settings.ts';

/** What of the settings says where requests go. */
export type CloudChoice = Pick<Settings, 'cloudProvider' | 'cloudBaseUrl' | 'cloudModel'>;

/** Writes the choice into the user's own settings, where no folder has a say; undefined takes it out of them. */
export async function saveChoice(choice: CloudChoice | undefined): Promise<void> {
  const configuration = workspace.getConfiguration();
  for (const name of ['cloudProvider', 'cloudBaseUrl', 'cloudModel'] as const) {
    const { key, fallback } = settingsTable[name];
    const value = choice?.[name] === fallback ? undefined : choice?.[name];
    if (configuration.inspect(key)?.globalValue === value) continue;
    await configuration.update(key, value, ConfigurationTarget.Global);
  }
}

/** Takes every setting of the cloud out of the user's own. */
export async function forgetCloudSettings(): Promise<void> {
  const configuration = workspace.getConfiguration();
  const keys = Object.values(settingsTable).map(({ key }) => key);
  for (const key of keys.filter((each) => each.startsWith('hearth.cloud.'))) {
    if (configuration.inspect(key)?.globalValue === undefined) continue;
    await configuration.update(key, undefined, ConfigurationTarget.Global);
  }
}
