import { l10n } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import type { Gesture } from '../../privacy/draft.ts';
import { type StatusBoard, watchedEvents } from '../../tiers/status.ts';
import { TierError } from '../../tiers/tier.ts';
import type { AnswersView } from '../answers/answersView.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { receive } from '../tasks/receive.ts';
import { type Asked, shapedBy, type TaskRunner } from '../tasks/taskRunner.ts';
import type { Escalated, Escalation } from './escalate.ts';
import { tellNotSent } from './notSent.ts';

/** What taking a request to the cloud needs. */
export interface ToCloudParts {
  readonly escalation: Escalation;
  readonly runner: TaskRunner;
  readonly view: AnswersView;
  readonly board: StatusBoard;
  readonly settings: () => Settings;
  readonly clock: Clock;
}

/**
 * Takes what was asked past the send sheet to the cloud, and its answer into a card of the Hearth view.
 * @returns `keptLocal` when the user decided so on the sheet
 */
export async function toCloud(parts: ToCloudParts, asked: Asked, gesture: Gesture): Promise<'keptLocal' | undefined> {
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
    return undefined;
  }
  if (escalated.kind === 'notSent') {
    await tellNotSent(escalated);
    return escalated.why === 'keptLocal' ? 'keptLocal' : undefined;
  }
  const { events, whom } = escalated;
  const { tier, model, host } = whom;
  const besides = asked.local !== undefined && parts.view.textOf(asked.local) ? { besides: asked.local } : {};
  const { title, about } = asked;
  card = parts.view.begin({ title, about, tier, model, actions: { replace: asked.replaces }, ...besides });
  parts.runner.track(card.id, asked, ended);
  try {
    await parts.view.reveal();
    const watched = watchedEvents(events, parts.board, 'task', whom, parts.clock);
    const from = { clock: parts.clock, where: () => host, tier: () => tier };
    await receive(shapedBy(asked, watched, card), card, ended.signal, from);
  } finally {
    parts.runner.untrack(card.id);
  }
  return undefined;
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
