import { commands, type Disposable, l10n, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import type { Gesture } from '../../privacy/draft.ts';
import { questionAbout } from '../../tasks/question.ts';
import { requestFor } from '../../tasks/request.ts';
import { type StatusBoard, watchedEvents } from '../../tiers/status.ts';
import { TierError } from '../../tiers/tier.ts';
import type { AnswersView } from '../answers/answersView.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { receive } from '../tasks/receive.ts';
import { type Asked, aboutOf, type TaskRunner } from '../tasks/taskRunner.ts';
import { taskTitle } from '../tasks/taskTitle.ts';
import type { Escalated, Escalation } from './escalate.ts';
import { tellNotSent } from './notSent.ts';

/** What the commands about the cloud need. */
export interface CloudCommandsParts {
  readonly escalation: Escalation;
  readonly runner: TaskRunner;
  readonly view: AnswersView;
  readonly board: StatusBoard;
  readonly settings: () => Settings;
  readonly clock: Clock;
}

/** Registers the two ways to the cloud. Both are a person's gesture, take no arguments, and lead to the send sheet. */
export function registerCloudCommands(parts: CloudCommandsParts): Disposable[] {
  return [
    commands.registerCommand('hearth.escalate', () => escalateAnswer(parts)),
    commands.registerCommand('hearth.askCloud', () => askCloud(parts)),
  ];
}

/** Takes what was asked in a card of the view to the cloud. @param id the card; left out: the last one */
export async function escalateAnswer(parts: CloudCommandsParts, id?: string): Promise<void> {
  const asked = parts.runner.asked(id);
  if (asked) await toCloud(parts, asked, 'escalate');
  else
    void window.showInformationMessage(l10n.t('There is no answer to escalate yet. Run Explain or Summarize first.'));
}

async function askCloud(parts: CloudCommandsParts): Promise<void> {
  const excerpt = await parts.runner.excerpt();
  if (!excerpt) return;
  const question = await window.showInputBox({
    title: l10n.t('Ask the Cloud'),
    prompt: l10n.t('About {0}. You will see exactly what would be sent before it goes.', aboutOf(excerpt)),
    placeHolder: l10n.t('Your question'),
  });
  if (!question?.trim()) return;
  const model = { name: parts.settings().cloudModel, contextTokens: parts.settings().contextTokens };
  const request = requestFor(questionAbout(question.trim()), excerpt, model);
  await toCloud(parts, { title: taskTitle('ask'), about: aboutOf(excerpt), request }, 'askCloud');
}

async function toCloud(parts: CloudCommandsParts, asked: Asked, gesture: Gesture): Promise<void> {
  const ended = new AbortController();
  const pause = (milliseconds: number) =>
    void countDown(parts.clock, milliseconds, ended.signal, (text) => card?.notice(text));
  let card: ReturnType<AnswersView['begin']> | undefined;
  let escalated: Escalated;
  try {
    escalated = await parts.escalation.escalate(asked.request, gesture, ended.signal, pause);
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, parts.settings().cloudBaseUrl));
    return;
  }
  if (escalated.kind === 'notSent') {
    await tellNotSent(escalated);
    return;
  }
  const { events, whom } = escalated;
  const { tier, model, host } = whom;
  const besides = asked.local !== undefined && parts.view.textOf(asked.local) ? { besides: asked.local } : {};
  card = parts.view.begin({ title: asked.title, about: asked.about, tier, model, ...besides });
  parts.runner.track(card.id, asked, ended);
  try {
    await parts.view.reveal();
    const watched = watchedEvents(events, parts.board, 'task', whom, parts.clock);
    const from = { clock: parts.clock, where: () => host, tier: () => tier };
    await receive(watched, card, ended.signal, from);
  } finally {
    parts.runner.untrack(card.id);
  }
}

/** Says each second how long the provider asks to wait; Stop ends the wait. */
async function countDown(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  for (let left = Math.ceil(milliseconds / 1000); left > 0 && !signal.aborted; left--) {
    say(l10n.t('The provider asks to wait: trying again in {0} s.', left));
    await clock.wait(1000, signal);
  }
}
