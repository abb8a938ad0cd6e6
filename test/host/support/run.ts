import { commands } from 'vscode';
import { showFile } from './documents.ts';

/** Runs a command of Hearth's, as a person does from the palette or a menu. */
export const run = (id: string, ...given: unknown[]) => commands.executeCommand(`hearth.${id}`, ...given);

export const explain = () => run('explain');

export const escalate = () => run('escalate');

/** Opens a file and has all of it explained. */
export async function explainFile(name = 'hard.txt', content = 'one\ntwo\nthree\n'): Promise<void> {
  await showFile(name, content);
  await explain();
}
