import { l10n, window } from 'vscode';
import { caseOf, type KeptAnswer } from '../../scorecard/cases/keptAnswer.ts';
import { conversationOf, promptHashOf } from '../../scorecard/cases/writeCases.ts';
import type { JudgedCase } from '../../scorecard/judgedCases.ts';
import { isOutside } from '../../tiers/tier.ts';
import { addCases } from './addCases.ts';
import { checkParts } from './checkParts.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/** `hearth.keepAsTest`: keeps an answer as a case. @param given an answer's id, from its button; else the newest answer is meant */
export async function keepAsTest(parts: ScorecardParts, given: unknown): Promise<void> {
  const { view, runner, accepted, clock } = parts;
  const id = typeof given === 'string' ? given : view.newestAnswered();
  const asked = id === undefined ? undefined : runner.asked(id);
  const answered = id === undefined ? undefined : view.answered(id);
  if (!asked || !answered) {
    void window.showInformationMessage(l10n.t('There is no answer to keep: ask something first.'));
    return;
  }
  const { request, excerpt, title, about, task = 'other' } = asked;
  const messages = conversationOf(request.messages);
  if (!messages) {
    void window.showInformationMessage(l10n.t('Only an answer to a first question can be kept as a test.'));
    return;
  }
  const edit = asked.replaces ? accepted.of(excerpt) : undefined;
  const answer = edit?.text ?? answered.text;
  const language = (await parts.guarding.ask('language', { text: answer })) || undefined;
  await keep(parts, {
    title: `${title} · ${about}`,
    task,
    promptHash: promptHashOf(request.messages),
    messages,
    ...(request.format ? { format: request.format } : {}),
    maximumTokens: request.maximumTokens,
    source: excerpt.text,
    answer,
    isEdit: edit !== undefined,
    ...(edit ? { rejected: edit.rejected } : {}),
    ...(language === undefined ? {} : { language }),
    escalated: isOutside(answered.provenance.tier),
    keptAt: new Date(clock.now()).toISOString(),
  });
}

/** Keeps escalations that were judged, and are no cases yet. @returns how many were kept */
export async function keepCandidates(parts: ScorecardParts, candidates: readonly JudgedCase[]): Promise<number> {
  let kept = 0;
  for (const { title, about, task = 'other', messages, cloud, at, id } of candidates) {
    const conversation = conversationOf(messages);
    if (!conversation) continue;
    const source = messages.flatMap((message) => message.parts).findLast((part) => part.kind === 'excerpt')?.text ?? '';
    const isKept = await keep(
      parts,
      {
        title: about === undefined ? title : `${title} · ${about}`,
        task,
        promptHash: promptHashOf(messages),
        messages: conversation,
        maximumTokens: 800,
        source,
        answer: cloud.text,
        isEdit: false,
        escalated: true,
        judged: id,
        keptAt: at,
      },
      'escalations',
    );
    if (isKept) kept++;
  }
  return kept;
}

async function keep(parts: ScorecardParts, kept: KeptAnswer, file: string = kept.task): Promise<boolean> {
  const { added, saysWhat } = await caseOf(kept, checkParts(parts));
  const words = saysWhat
    ? (name: string) => l10n.t('Kept as a test in {0}.', name)
    : (name: string) =>
        l10n.t('Kept as a test in {0}. So far it checks the form only: add what a good answer must say.', name);
  return addCases(parts, { cases: [added], file, secretsIn: [kept.answer], words });
}
