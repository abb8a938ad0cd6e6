import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';
import { until } from './until.ts';

const patience = 30_000;

/** What a person chooses to run. */
export interface ChosenRun {
  /** The name of the file of cases. */
  readonly file: string;
  /** Every model of the engine by its label, and whether it is chosen. */
  readonly models: Readonly<Record<string, boolean>>;
  /** Called while the estimate is on show. */
  readonly onAsked?: (dialog: ReturnType<Workbench['page']['locator']>) => Promise<unknown>;
}

/** Starts a run of the scorecard through its questions: which cases, which models, and the estimate. */
export async function startScorecardRun(workbench: Workbench, { file, models, onAsked }: ChosenRun): Promise<void> {
  const { quickInput, page } = workbench;
  await workbench.command('Hearth: Run Scorecard…');
  await quickInput.row(file).waitFor({ timeout: patience });
  await quickInput.pick(file);
  for (const [label, isChosen] of Object.entries(models)) {
    const row = quickInput.row(label);
    await row.waitFor({ timeout: patience });
    const box = row.getByRole('checkbox');
    if ((await box.getAttribute('aria-checked')) !== String(isChosen)) await row.click();
  }
  await quickInput.accept();
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('Run the scorecard').waitFor({ timeout: patience });
  await onAsked?.(dialog);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
}

/** Presses a button of the scorecard that exports it, and accepts where. @param folder the one that is open @returns what was written */
export async function exportedBy(
  workbench: Workbench,
  button: string,
  folder: string,
  ending: string,
): Promise<string> {
  const written = () =>
    readdirSync(folder).find((name) => name.startsWith('hearth-scorecard-') && name.endsWith(ending));
  await workbench.webview('editor').getByRole('button', { name: button }).click();
  const accept = workbench.quickInput.widget().getByRole('button', { name: 'OK' });
  await until(
    async () => {
      // The dialog does not take a click while it still looks at the folder.
      if (!written()) await accept.click({ timeout: 500 }).catch(() => {});
      return written() !== undefined;
    },
    () => `the file that "${button}" writes`,
  );
  await workbench.notification('Exported to').waitFor({ timeout: patience });
  return readFileSync(join(folder, written() ?? ''), 'utf8');
}
