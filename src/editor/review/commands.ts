import { commands, type Disposable, l10n, window } from 'vscode';
import type { OpenReview } from './openReview.ts';
import type { Reviews } from './reviews.ts';

/** Registers what a person can do with a review. The text of a thread reaches `hearth.decideChange` and nothing else. */
export function registerReviewCommands(reviews: Reviews): Disposable[] {
  const withReview = (id: string, act: (open: OpenReview) => unknown) =>
    commands.registerCommand(id, async (given: unknown) => {
      const open = reviews.meant(given);
      if (open) await act(open);
      else void window.showInformationMessage(l10n.t('There is no review open.'));
    });
  return [
    withReview('hearth.acceptChanges', (open) => reviews.finish(open, 'accepted')),
    withReview('hearth.finishReview', (open) => reviews.finish(open, 'rejected')),
    withReview('hearth.discardChanges', (open) => reviews.discard(open)),
    withReview('hearth.anotherVersion', (open) => open.start.another?.()),
    withReview('hearth.chooseVersion', (open) => open.start.versions?.()),
    withReview('hearth.escalateReview', (open) => open.start.escalate?.()),
    commands.registerCommand('hearth.decideChange', async (id: unknown, index: unknown, decision: unknown) => {
      if (typeof id !== 'string' || typeof index !== 'number') return;
      if (decision === 'accepted' || decision === 'rejected') await reviews.decide(id, index, decision);
      else if (decision === 'none') await reviews.decide(id, index, undefined);
    }),
  ];
}
