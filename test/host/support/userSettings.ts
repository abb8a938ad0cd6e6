import { ConfigurationTarget, type WorkspaceConfiguration, workspace } from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import { replace } from './replace.ts';
import { until } from './until.ts';

/** Values by full name; undefined is the default. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * Lets the user's settings hold these values without writing them, which takes VS Code up to two seconds each. A value that
 * is really set goes first.
 */
export function givenSettings(values: Settings): Disposable {
  return replace(workspace, 'getConfiguration', (real) => (...scope) => {
    const configuration = real(...scope) as WorkspaceConfiguration;
    if (scope.length > 0) return configuration; // not the way Hearth reads its settings
    const inspect = (key: string) => {
      const known = configuration.inspect(key);
      return known && known.globalValue === undefined && key in values ? { ...known, globalValue: values[key] } : known;
    };
    return Object.create(configuration, { inspect: { value: inspect } });
  });
}

/** Really sets the user's own settings, for as long as `use` takes. */
export async function withUserSettings(values: Settings, use: () => Promise<void>): Promise<void> {
  const before = Object.fromEntries(Object.keys(values).map((key) => [key, userSetting(key)]));
  try {
    await setUserSettings(values);
    await use();
  } finally {
    await setUserSettings(before);
  }
}

/** The user's own value of a setting; undefined when there is none. */
export const userSetting = (key: string): unknown =>
  workspace.getConfiguration(undefined, null).inspect(key)?.globalValue;

/** Writes the user's own settings and waits until they are in force. */
export async function setUserSettings(values: Settings): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await workspace.getConfiguration().update(key, value, ConfigurationTarget.Global);
    await until(() => JSON.stringify(userSetting(key)) === JSON.stringify(value), `the user’s setting ${key}`);
  }
}
