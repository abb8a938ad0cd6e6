import { CodeAction, CodeActionKind, type CodeActionProvider, type Disposable, l10n, languages } from 'vscode';
import type { OpenReview } from './openReview.ts';
import type { Reviews } from './reviews.ts';

/** Offers what can be done with a review at the cursor as quick fixes: the way there without a mouse. */
export function registerReviewQuickFixes(reviews: Reviews): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions(document, range) {
      return reviews.of(document.uri.toString()).flatMap((open) => {
        const place = open.range;
        if (!place?.intersection(range)) return [];
        const here = open.review.changes.flatMap((change, index) =>
          change.decision === undefined && open.placeOf(change, place.start).intersection(range)
            ? [
                action(open, l10n.t('Accept this change'), 'hearth.decideChange', [open.id, index, 'accepted']),
                action(open, l10n.t('Reject this change'), 'hearth.decideChange', [open.id, index, 'rejected']),
              ]
            : [],
        );
        return [
          ...here,
          action(open, l10n.t('Accept all changes'), 'hearth.acceptChanges', [open.id]),
          action(open, l10n.t('Discard all changes'), 'hearth.discardChanges', [open.id]),
          ...(open.start.another ? [action(open, l10n.t('Another version'), 'hearth.anotherVersion', [open.id])] : []),
          ...(open.start.versions ? [action(open, l10n.t('Choose a version'), 'hearth.chooseVersion', [open.id])] : []),
        ];
      });
    },
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  return languages.registerCodeActionsProvider({ pattern: '**' }, provider, kinds);
}

function action(open: OpenReview, words: string, command: string, parameters: unknown[]): CodeAction {
  const made = new CodeAction(l10n.t('{0}: {1}', open.start.title, words), CodeActionKind.QuickFix);
  made.command = { command, title: words, arguments: parameters };
  return made;
}
