import { l10n, languages, Range, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { codeOf } from '../../../tasks/code/codeAnswer.ts';
import {
  customAnswer,
  customBelow,
  customCode,
  customWriting,
  type PlacedTask,
  wantedBy,
} from '../../../tasks/custom/customTask.ts';
import type { CustomTask } from '../../../tasks/custom/taskFile.ts';
import { fits } from '../../../tasks/fit.ts';
import { isProse } from '../../../tasks/prompt.ts';
import { type RequestedModel, requestFor, requestOf } from '../../../tasks/request.ts';
import { draftMessages, mostDraftTokens } from '../../../tasks/writing/draft.ts';
import type { AnswerRequest } from '../../../tiers/tier.ts';
import { withoutThinking } from '../../../writing/guards/thinking.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { changeCode, fenced, noCodeWords } from '../code/changeCode.ts';
import { markupOf } from '../draft.ts';
import { askForReview, type ReadAnswer } from '../reviewedAnswer.ts';
import { documentAtHand, excerptOf, noExcerptWords } from '../takeExcerpt.ts';
import { belowLines, wholeLines } from '../wholeLines.ts';
import { type WritingParts, writeAnew } from '../writing.ts';
import { draftRefusal, refusal, sample } from '../writingWords.ts';

/** What custom tasks need. */
export type CustomParts = WritingParts;

/** Runs a custom task on what it is for: its answer is shown, or reviewed like that of any other task before it is in a document. */
export async function runCustom(parts: CustomParts, placed: PlacedTask, given: unknown): Promise<void> {
  const { task } = placed;
  const excerpt = await excerptFor(parts, task, given);
  if (!excerpt) return;
  const prose = isProse(excerpt);
  switch (task.result) {
    case 'answer':
      return parts.runner.runOn(excerpt, customAnswer(placed));
    case 'replace':
      return prose
        ? writeAnew(parts, customWriting(placed), task.name, excerpt)
        : changeCode(parts, customCode(placed), excerpt);
    case 'below':
      return prose ? textBelow(parts, placed, excerpt) : codeBelow(parts, placed, excerpt);
    case 'new document':
      return newDocument(parts, placed, excerpt);
  }
}

/** What the task is for, and never more than that. */
async function excerptFor(
  { runner }: CustomParts,
  { on, name }: CustomTask,
  given: unknown,
): Promise<Excerpt | undefined> {
  const document = documentAtHand(given);
  if (!document || on === undefined) return runner.excerpt(given);
  if (on === 'selection') {
    const excerpt = await runner.excerpt(given);
    if (excerpt === undefined || excerpt.origin.kind === 'selection') return excerpt;
    void window.showInformationMessage(l10n.t('“{0}” works on a selection. Select something first.', name));
    return undefined;
  }
  const { end } = document.lineAt(document.lineCount - 1).range;
  const taken = excerptOf(document, new Range(0, 0, end.line, end.character), 'file', l10n.t('whole file'));
  if (typeof taken !== 'string') return taken;
  void window.showInformationMessage(noExcerptWords(taken));
  return undefined;
}

/** A request that fits the model, or why it does not. */
function fitting(request: AnswerRequest): AnswerRequest | string {
  return fits(request) ? request : l10n.t('This is too long for {0}. Select a part of it.', modelLabel(request.model));
}

/** Prose below prose: judged like a draft from notes. */
async function textBelow(parts: CustomParts, placed: PlacedTask, excerpt: Excerpt): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const place = wholeLines(document, excerpt.origin.range, excerpt.label);
  const request = (model: RequestedModel) => {
    const about = { markup: markupOf(excerpt.languageId), style: parts.settings().writingStyle };
    return fitting(requestOf(draftMessages({ wanted: wantedBy(placed) }, excerpt, about), mostDraftTokens, model));
  };
  const read = async (answer: string, isWhole: boolean): Promise<ReadAnswer> => {
    if (!isWhole) return { kind: 'refused', message: noCodeWords.cut() };
    const { languageId, text: from } = excerpt;
    const drafted = await parts.guarding.ask('judgeDraft', { from, answer, languageId });
    if (drafted?.kind !== 'drafted') {
      return {
        kind: 'refused',
        message: drafted ? draftRefusal(drafted) : refusal({ kind: 'refused', why: 'unreadable' }),
      };
    }
    const text = withoutHiddenCharacters(drafted.text);
    const warnings = drafted.invented.length === 0 ? [] : [l10n.t('Not in your text: {0}.', sample(drafted.invented))];
    const review = {
      document,
      excerpt: place,
      changes: [belowLines(document, place, text)],
      look: 'words',
      warnings,
    } as const;
    return { kind: 'read', shown: text, review };
  };
  await askForReview(parts, { title: placed.task.name, excerpt, replaces: false, request, read });
}

/** Code below code. */
async function codeBelow(parts: CustomParts, placed: PlacedTask, excerpt: Excerpt): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const place = wholeLines(document, excerpt.origin.range, excerpt.label);
  await askForReview(parts, {
    title: placed.task.name,
    excerpt,
    replaces: false,
    request: (model) => fitting(requestFor(customBelow(placed), excerpt, model)),
    read(answer, isWhole) {
      const got = codeOf(answer, '', isWhole);
      if (got.kind === 'none') return { kind: 'refused', message: noCodeWords[got.why]() };
      const code = withoutHiddenCharacters(got.code);
      const shown = fenced(code, excerpt.languageId);
      return {
        kind: 'read',
        shown,
        review: { document, excerpt: place, changes: [belowLines(document, place, code)], look: 'lines' },
      };
    },
  });
}

/** A new document that is in no file: code where the answer is one block of it, else Markdown. */
async function newDocument(parts: CustomParts, placed: PlacedTask, excerpt: Excerpt): Promise<void> {
  await askForReview(parts, {
    title: placed.task.name,
    excerpt,
    replaces: false,
    request: (model) => fitting(requestFor(customAnswer(placed), excerpt, model)),
    async read(answer, isWhole) {
      const text = withoutHiddenCharacters(withoutThinking(answer, excerpt.text)).trim();
      if (text === '')
        return { kind: 'refused', message: l10n.t('The model answered with nothing. Your text is as it was.') };
      if (!isWhole) return { kind: 'refused', message: noCodeWords.cut() };
      const [, , language = '', code] = /^(`{3,})([\w+#.-]*)[^\n]*\n((?:(?!\1)[\s\S])*?)\n?\1$/.exec(text) ?? [];
      const document =
        code === undefined
          ? await workspace.openTextDocument({ language: 'markdown', content: `${text}\n` })
          : await workspace.openTextDocument({ language: await known(language, excerpt), content: `${code}\n` });
      await window.showTextDocument(document, { preview: false });
      return { kind: 'read', shown: text, review: undefined };
    },
  });
}

/** The language that a block names, if VS Code knows it by that name; else that of the excerpt. */
async function known(language: string, { languageId }: Excerpt): Promise<string> {
  return (await languages.getLanguages()).includes(language) ? language : languageId;
}
