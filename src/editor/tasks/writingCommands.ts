import { commands, type Disposable } from 'vscode';
import type { WritingParts } from './writing.ts';

/** Registers the commands that write. What they do is loaded when one of them is run for the first time. */
export function registerWritingCommands(parts: WritingParts): Disposable[] {
  const { continuing } = parts;
  const writing = () => import('./writing.ts');
  const going = () => import('./continue.ts');
  return [
    commands.registerCommand('hearth.rewrite', async (given: unknown) => (await writing()).rewriteText(parts, given)),
    commands.registerCommand('hearth.translate', async () => (await writing()).translateText(parts)),
    commands.registerCommand('hearth.draft', async () => (await import('./draft.ts')).draft(parts)),
    commands.registerCommand('hearth.continue', async () => (await going()).continueText(parts, continuing)),
    commands.registerCommand('hearth.stopContinuing', async () => (await going()).stopContinuing(continuing)),
    commands.registerCommand('hearth.followUp', async () => (await import('./followUp.ts')).askAboutLast(parts)),
  ];
}
