import { l10n } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { noticingStalls } from '../../tasks/stall.ts';
import { type Tier, TierError, type TierEvent } from '../../tiers/tier.ts';
import type { AnswerHandle } from '../answers/answerHandle.ts';
import { problemFor } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { readLessWords } from './parts/leftOutWords.ts';

/** How long the stream may be silent before the card says so, in milliseconds. Going on or stopping is the user's choice. */
const stalledMs = 30_000;

/** Receives an answer into its card of the Hearth view, to whatever end it comes. Never throws. */
export async function receive(
  events: AsyncIterable<TierEvent>,
  card: AnswerHandle,
  signal: AbortSignal,
  parts: { readonly clock: Clock; readonly where: () => string; readonly tier: () => Tier },
): Promise<void> {
  let begun = false;
  const stalled = () => card.notice(l10n.t('Nothing has come for a while. You can go on waiting, or stop.'));
  try {
    for await (const event of noticingStalls(events, parts.clock, stalledMs, stalled)) {
      if (event.kind === 'piece') {
        begun ||= event.text !== '';
        card.append(event.text);
      } else {
        const { provenance, readLess } = event;
        if (readLess) card.remark(readLessWords(readLess));
        const reason = readLess ? 'length' : event.reason;
        card.done({ ...event, reason, provenance: { ...provenance, model: modelLabel(provenance.model) } });
        return;
      }
    }
    card.stopped();
  } catch (error) {
    if (signal.aborted) card.stopped();
    else card.failed(failureOf(error, begun, parts.where(), parts.tier()));
  }
}

/** A failure as a card shows it. @param incomplete whether a part of the answer had come */
export function failureOf(error: unknown, incomplete: boolean, where: string, tier: Tier) {
  const problem =
    error instanceof TierError
      ? problemFor(error.reason, error.message, where, tier)
      : { message: l10n.t('Something went wrong inside Hearth. The log says more.') };
  return { ...problem, incomplete };
}
