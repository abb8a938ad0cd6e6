import { commands, type Disposable, l10n, window } from 'vscode';
import { type Excerpt, standsInDocument } from '../../base/text.ts';
import * as catalogue from '../../tasks/catalogue.ts';
import { questionAbout } from '../../tasks/question.ts';
import { requestFor } from '../../tasks/request.ts';
import type { Task } from '../../tasks/task.ts';
import { aboutOf, type Shape } from '../tasks/taskRunner.ts';
import { titleOf } from '../tasks/taskTitle.ts';
import type { CloudFlag } from './cloudFlag.ts';
import { tellNotSent } from './notSent.ts';
import { type ToCloudParts, toCloud } from './toCloud.ts';

/** What the commands about the cloud need. */
export interface CloudCommandsParts extends ToCloudParts {
  readonly flag: CloudFlag;
}

/** Registers the three ways to the cloud. Each is a person's gesture, takes no arguments, and leads to the send sheet. */
export function registerCloudCommands(parts: CloudCommandsParts): Disposable[] {
  return [
    commands.registerCommand('hearth.escalate', () => escalateAnswer(parts)),
    commands.registerCommand('hearth.askCloud', () => askCloud(parts)),
    commands.registerCommand('hearth.escalateNext', () => escalateNext(parts)),
  ];
}

/** Takes what was asked in a card of the view to the cloud. @param id the card; left out: the last one */
export async function escalateAnswer(parts: CloudCommandsParts, id?: string): Promise<void> {
  const asked = parts.runner.asked(id);
  if (asked) await toCloud(parts, asked, 'escalate');
  else
    void window.showInformationMessage(l10n.t('There is no answer to escalate yet. Run Explain or Summarize first.'));
}

/**
 * Takes a task to the cloud if the user flagged it before asking; the flag is used up by it.
 * @returns whether the task is dealt with; `false` also when the user kept it local on the sheet
 */
export async function takeFlagged(
  parts: CloudCommandsParts,
  task: Task,
  excerpt: Excerpt,
  shape?: Shape,
): Promise<boolean> {
  if (!parts.flag.take()) return false;
  return (
    (await toCloud(parts, { ...askedOf(parts, task, excerpt), ...(shape && { shape }) }, 'flagged')) !== 'keptLocal'
  );
}

/** Sets the flag, or takes it back. It is not set where nothing could come of it. */
async function escalateNext({ flag, escalation }: CloudCommandsParts): Promise<void> {
  if (flag.isSet) return flag.set(false);
  const why = await escalation.whyNot();
  if (why === undefined) flag.set(true);
  else await tellNotSent({ kind: 'notSent', why });
}

/** Any task of the catalogue, or a question of one's own, on the selection. */
async function askCloud(parts: CloudCommandsParts): Promise<void> {
  const excerpt = await parts.runner.excerpt();
  if (!excerpt) return;
  const title = l10n.t('Ask the Cloud');
  const question = { label: l10n.t('Ask a Question…'), task: undefined };
  const tasks = Object.values(catalogue).map((task) => ({ label: titleOf(task), task }));
  const picked = await window.showQuickPick([question, ...tasks], {
    title,
    placeHolder: l10n.t('About {0}. You will see exactly what would be sent before it goes.', aboutOf(excerpt)),
  });
  if (!picked) return;
  const task = picked.task ?? (await ownQuestion(title, excerpt));
  if (task) await toCloud(parts, askedOf(parts, task, excerpt), 'askCloud');
}

async function ownQuestion(title: string, excerpt: Excerpt): Promise<Task | undefined> {
  const question = await window.showInputBox({
    title,
    prompt: l10n.t('About {0}. You will see exactly what would be sent before it goes.', aboutOf(excerpt)),
    placeHolder: l10n.t('Your question'),
  });
  return question?.trim() ? questionAbout(question.trim()) : undefined;
}

function askedOf({ settings }: CloudCommandsParts, task: Task, excerpt: Excerpt) {
  const model = { name: settings().cloudModel, contextTokens: settings().contextTokens };
  return {
    title: titleOf(task),
    about: aboutOf(excerpt),
    request: requestFor(task, excerpt, model),
    excerpt,
    replaces: task.id === 'ask' && standsInDocument(excerpt),
  };
}
