import { ConfigurationTarget, workspace } from 'vscode';
import { settingsTable } from '../../base/settings.ts';
import type { Role } from '../../models/choose.ts';

/** Uses a model for a role, from now on. @param model its name; undefined: whichever suits */
export async function useFor(role: Role, model: string | undefined): Promise<void> {
  const { key } = role === 'completion' ? settingsTable.completionModel : settingsTable.taskModel;
  await workspace.getConfiguration().update(key, model, ConfigurationTarget.Global);
}
