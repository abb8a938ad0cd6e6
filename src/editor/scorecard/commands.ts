import { join } from 'node:path';
import { commands } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { once } from '../../base/once.ts';
import { Runs } from '../../scorecard/run/runFiles.ts';
import { runFilesIn } from '../../scorecard/runFilesIn.ts';
import { CasesFolder } from './casesFolder.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/**
 * Registers what can be done with the scorecard. Nearly all of it is loaded when it is first asked for.
 * @param given with the extension's own folder, in which runs and cases are kept
 */
export function registerScorecard(given: Omit<ScorecardParts, 'folder'> & { readonly storage: string }): Disposable[] {
  const { storage, ...others } = given;
  const parts: ScorecardParts = { ...others, folder: new CasesFolder(others.settings, storage) };
  const runs = new Runs(runFilesIn(join(storage, 'scorecard', 'runs')));
  const problems = once(async () => new (await import('./caseProblems.ts')).CaseProblems());
  const panel = once(async () => new (await import('./scorecardPanel.ts')).ScorecardPanel(parts, runs, problems));
  const run = async () => {
    const { runScorecard } = await import('./runScorecard.ts');
    const isNew = await runScorecard(parts, { runs, problems: await problems() });
    if (!isNew) return;
    const opened = await panel();
    await opened.refresh((await runs.all()).findLast(({ endedAt }) => endedAt !== undefined)?.id);
    opened.show();
  };
  return [
    commands.registerCommand('hearth.keepAsTest', async (given: unknown) =>
      (await import('./keepAsTest.ts')).keepAsTest(parts, given),
    ),
    commands.registerCommand('hearth.keepProofreading', async () =>
      (await import('./keepProofreading.ts')).keepProofreading(parts),
    ),
    commands.registerCommand('hearth.runScorecard', run),
    commands.registerCommand('hearth.showScorecard', async () => (await panel()).show()),
    { dispose: () => void panel.made?.then((made) => made.dispose()) },
    { dispose: () => void problems.made?.then((made) => made.dispose()) },
  ];
}
