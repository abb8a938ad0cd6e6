import { commands, type Disposable, type Uri } from 'vscode';
import { once } from '../../base/once.ts';
import type { CuttingParts } from '../../tasks/parts/textParts.ts';
import { questionAbout } from '../../tasks/question.ts';
import type { Answerer } from '../../tiers/tier.ts';
import type { CommitMessageParts } from './code/commitMessage.ts';
import type { DoPickParts } from './doPick.ts';
import { registerLightbulb } from './lightbulb.ts';
import type { TaskRunnerParts } from './taskRunner.ts';
import type { WritingParts } from './writing.ts';

/** What the commands of the catalogue need. */
export interface CatalogueParts
  extends WritingParts,
    CommitMessageParts,
    Pick<TaskRunnerParts, 'clock'>,
    Pick<DoPickParts, 'flag'> {
  /** Where the user's own tasks are. */
  readonly tasksFolder: Uri;
  /** Asks many files, one after the other: it gives way to what a person asks meanwhile. */
  readonly many: Answerer;
  readonly parse: CuttingParts['parse'];
  /** The extension's own folder on this computer. */
  readonly storage: string;
}

/** Registers what can be asked of code and text beside Explain and Summarize. Each is loaded when it is first run. */
export function registerCatalogueCommands(parts: CatalogueParts): Disposable[] {
  const { runner, memory } = parts;
  const reading = () => import('./reading/reading.ts');
  const own = once(async () => ({ runner, wishes: new (await import('./wishes.ts')).Wishes(memory) }));
  const code = () => import('./code/code.ts');
  const terminal = () => import('./places/explainTerminal.ts');
  const remarks = once(async () => new (await import('./reading/reviewText.ts')).Remarks());
  const files = () => import('./files/filesCommands.ts');
  const kept = once(async () => (await import('./files/keptFiles.ts')).KeptFiles.open(parts.storage, parts.log));
  const filesParts = { ...parts, answerer: parts.many, kept };
  return [
    commands.registerCommand('hearth.ask', async (given: unknown) => (await reading()).askQuestion(await own(), given)),
    commands.registerCommand('hearth.summarizeAs', async () => (await reading()).chooseSummary(await own())),
    commands.registerCommand('hearth.extract', async () => (await reading()).extractFrom(await own())),
    commands.registerCommand('hearth.classify', async () => (await reading()).classifyText(await own())),
    commands.registerCommand('hearth.review', async () => (await remarks()).review(runner)),
    commands.registerCommand('hearth.summarizeFiles', async (...given: unknown[]) =>
      (await files()).summarizeFiles(filesParts, given),
    ),
    commands.registerCommand('hearth.classifyFiles', async (...given: unknown[]) =>
      (await files()).classifyFiles(filesParts, (await own()).wishes, given),
    ),
    commands.registerCommand('hearth.fix', async (given: unknown) => (await code()).fixCode(parts, parts.clock, given)),
    commands.registerCommand('hearth.explainProblem', async (...given: unknown[]) =>
      (await code()).explainProblem(parts, given),
    ),
    commands.registerCommand('hearth.document', async (given: unknown) => (await code()).documentCode(parts, given)),
    commands.registerCommand('hearth.writeTests', async (given: unknown) =>
      (await import('./code/writeTests.ts')).writeTestsFor(parts, given),
    ),
    commands.registerCommand('hearth.nameIt', async () => (await import('./code/nameIt.ts')).nameSymbol(parts)),
    commands.registerCommand('hearth.commitMessage', async (given: unknown) =>
      (await import('./code/commitMessage.ts')).writeCommitMessage(parts, given),
    ),
    commands.registerCommand('hearth.newTask', async () =>
      (await import('./custom/newTask.ts')).newTask(parts.tasksFolder),
    ),
    commands.registerCommand('hearth.explainTerminal', async () => (await terminal()).explainTerminal(runner)),
    commands.registerCommand('hearth.askTerminal', async () => (await terminal()).askTerminal(runner)),
    commands.registerCommand('hearth.explainChanges', async () =>
      (await import('./places/explainChanges.ts')).explainChanges(runner),
    ),
    commands.registerCommand('hearth.do', async (given: unknown) =>
      (await import('./doPick.ts')).doSomething(
        {
          ...parts,
          ask: (question, here) => runner.run(questionAbout(question), here),
          askTerminal: async (question) => (await terminal()).askTerminal(runner, question),
          custom: async (document, isReadOnly, given) => {
            const { customItems } = await import('./custom/customItems.ts');
            return customItems(parts, parts.tasksFolder, { document, isReadOnly, given });
          },
          rewrite: async (wish) => (await import('./writing.ts')).rewriteBy(parts, wish),
        },
        given,
      ),
    ),
    registerLightbulb(),
    { dispose: () => void remarks.made?.then((own) => own.dispose()) },
  ];
}
