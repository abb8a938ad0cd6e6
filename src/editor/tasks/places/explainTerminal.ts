import { window } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { explain } from '../../../tasks/explain.ts';
import { questionAbout } from '../../../tasks/question.ts';
import { questionOf } from '../reading/reading.ts';
import type { TaskRunner } from '../taskRunner.ts';
import { noTerminalWords, terminalExcerpt } from './terminalText.ts';

/** `hearth.explainTerminal`: what the text selected in the terminal says, or the last command there. */
export async function explainTerminal(runner: TaskRunner): Promise<void> {
  const excerpt = await taken();
  if (excerpt) await runner.runOn(excerpt, explain);
}

/** `hearth.askTerminal`: a question about it. @param asked left out: the person is asked for it */
export async function askTerminal(runner: TaskRunner, asked?: string): Promise<void> {
  const excerpt = await taken();
  const question = excerpt && (asked ?? (await questionOf(excerpt)));
  if (question) await runner.runOn(excerpt, questionAbout(question));
}

async function taken(): Promise<Excerpt | undefined> {
  const excerpt = await terminalExcerpt(window.activeTerminal);
  if (typeof excerpt !== 'string') return excerpt;
  const words = noTerminalWords(excerpt);
  if (words !== undefined) void window.showInformationMessage(words);
  return undefined;
}
