import { commands, type Disposable } from 'vscode';
import * as catalogue from '../../tasks/catalogue.ts';
import type { AnswersView } from '../answers/answersView.ts';
import type { TaskRunner } from './taskRunner.ts';

/** Registers a command for every task of the catalogue, and the one that clears the view. */
export function registerTaskCommands(runner: TaskRunner, view: AnswersView): Disposable[] {
  return [
    ...Object.values(catalogue).map((task) =>
      commands.registerCommand(`hearth.${task.id}`, (given: unknown) => runner.run(task, given)),
    ),
    commands.registerCommand('hearth.clearAnswers', () => view.clear()),
  ];
}
