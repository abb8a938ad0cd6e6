import { l10n, window } from 'vscode';
import { standsInDocument } from '../../base/text.ts';
import { fitOf } from '../../tasks/fit.ts';
import { followUp } from '../../tasks/followUp.ts';
import { TierError } from '../../tiers/tier.ts';
import { taskModel } from './askEngine.ts';
import { failureOf } from './receive.ts';
import type { Asked, TaskRunner } from './taskRunner.ts';
import type { WritingParts } from './writing.ts';

/** What a question about an answer needs. */
export type FollowUpParts = Pick<WritingParts, 'inventory' | 'settings' | 'allow' | 'where' | 'tier' | 'view'> & {
  readonly runner: TaskRunner;
};

/**
 * Asks a question about an answer. The answer to it has a card of its own, and comes from the user's own engine, also where the
 * cloud gave the answer that it is about: only Escalate leads there.
 * @param id the card that the question is about
 */
export async function askFollowUp(parts: FollowUpParts, id: string, question: string): Promise<void> {
  const { view, runner } = parts;
  const asked = runner.asked(id);
  const answer = view.textOf(id);
  if (!asked || !answer?.trim() || question.trim() === '') return;
  const title = l10n.t('Follow-up: {0}', question.trim().replaceAll(/\s+/g, ' '));
  try {
    const model = await taskModel(parts);
    const request = followUp((asked.last ?? asked.request).messages, answer, question.trim(), model);
    const { promptTokens, availableTokens } = fitOf(request);
    if (promptTokens > availableTokens) throw new TierError('tooLong', `${promptTokens} of ${availableTokens} tokens`);
    await runner.answer({
      title,
      about: asked.about,
      request,
      excerpt: asked.excerpt,
      replaces: standsInDocument(asked.excerpt),
    });
  } catch (error) {
    const card = view.begin({ title, about: asked.about });
    card.failed(failureOf(error, false, parts.where(), parts.tier()));
    if (!(error instanceof TierError)) throw error;
  }
}

/** `hearth.followUp`: the same from the keyboard, about the newest answer. */
export async function askAboutLast(parts: FollowUpParts): Promise<void> {
  const last = lastAnswered(parts);
  if (!last) {
    void window.showInformationMessage(l10n.t('There is no answer yet to ask about.'));
    return;
  }
  const question = await window.showInputBox({
    title: l10n.t('Follow Up'),
    prompt: l10n.t('About {0}, {1}', last.asked.title, last.asked.about),
    placeHolder: l10n.t('Ask about this answer…'),
  });
  if (question?.trim()) await askFollowUp(parts, last.id, question);
}

function lastAnswered({ runner, view }: FollowUpParts): { readonly id: string; readonly asked: Asked } | undefined {
  const id = view.newestAnswered();
  const asked = id === undefined ? undefined : runner.asked(id);
  return id === undefined || !asked ? undefined : { id, asked };
}
