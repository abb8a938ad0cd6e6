import { commands, window } from 'vscode';
import type { Problem } from './messages.ts';

/** Shows what did not work, with its one button. Only after something a person asked for. */
export async function showProblem(problem: Problem): Promise<void> {
  const { action } = problem;
  const picked = await window.showErrorMessage(problem.message, ...(action ? [action.label] : []));
  if (action && picked === action.label) await commands.executeCommand(action.command, ...(action.arguments ?? []));
}
