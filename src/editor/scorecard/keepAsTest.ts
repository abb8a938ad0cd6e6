import { l10n, Range, Uri, window } from 'vscode';
import { secretNames } from '../../privacy/secretNames.ts';
import { caseOf, type KeptAnswer } from '../../scorecard/cases/keptAnswer.ts';
import { conversationOf, newFile, promptHashOf, withCase } from '../../scorecard/cases/writeCases.ts';
import type { JudgedCase } from '../../scorecard/judgedCases.ts';
import { isOutside } from '../../tiers/tier.ts';
import { checkParts } from './checkParts.ts';
import type { ScorecardParts } from './scorecardParts.ts';
import { titleOfTask } from './words.ts';

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
  const secret = await secretIn(parts, [...kept.messages.map(({ content }) => content), kept.answer]);
  if (secret !== undefined) {
    void window.showWarningMessage(secret);
    return false;
  }
  const { added, saysWhat } = await caseOf(kept, checkParts(parts));
  const { folder } = parts;
  const uri = Uri.joinPath(folder.uri, `${/^[\w-]{1,60}$/.test(file) ? file : 'other'}.yaml`);
  const model = await parts.inventory.choose('tasks', parts.settings().taskModel, 4096).then(
    (chosen) => chosen.model.name,
    () => 'MODEL',
  );
  const after = await folder.change(uri, (before) =>
    withCase(before ?? newFile(`Hearth: ${titleOfTask(kept.task)}`, model), added),
  );
  const name = uri.path.split('/').at(-1) ?? '';
  const open = l10n.t('Open');
  if (after === undefined) {
    const words = l10n.t('Not kept: {0} is broken, or asks in other words than Hearth does.', name);
    if ((await window.showWarningMessage(words, open)) === open) await window.showTextDocument(uri);
    return false;
  }
  const words = saysWhat
    ? l10n.t('Kept as a test in {0}.', name)
    : l10n.t('Kept as a test in {0}. So far it checks the form only: add what a good answer must say.', name);
  // Not awaited: it stays until somebody presses, and there may be more to keep.
  void window.showInformationMessage(words, open).then(async (pressed) => {
    if (pressed !== open) return;
    const line = after.slice(0, after.lastIndexOf('\n  - description:') + 1).split('\n').length - 1;
    await window.showTextDocument(uri, { selection: new Range(line, 0, line, 0) });
  });
  return true;
}

/** Why a text is not kept; undefined: nothing in it looks like a secret. */
async function secretIn(parts: ScorecardParts, texts: readonly string[]): Promise<string | undefined> {
  const scanner = parts.openScanner();
  try {
    const [first] = (await scanner.find(texts)).flat();
    if (!first) return undefined;
    return l10n.t('Not kept: there is something in it that looks like a secret ({0}).', secretNames[first.rule]);
  } catch (error) {
    parts.log.warn(`a case was not checked for secrets: ${error instanceof Error ? error.message : error}`);
    return l10n.t('Not kept: it could not be checked for secrets.');
  } finally {
    scanner.dispose();
  }
}
