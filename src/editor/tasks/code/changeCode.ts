import { DiagnosticSeverity, l10n, languages, Range, Uri, workspace } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { codeOf } from '../../../tasks/code/codeAnswer.ts';
import type { CodeTask } from '../../../tasks/code/codeTask.ts';
import type { Problem } from '../../../tasks/code/fix.ts';
import { fitOf } from '../../../tasks/fit.ts';
import { fenceFor } from '../../../tasks/prompt.ts';
import { requestFor } from '../../../tasks/request.ts';
import { hunksBetween } from '../../../writing/guards/hunks.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { originOf, plainRange } from '../../origin.ts';
import { askForReview, type ReviewedParts } from '../reviewedAnswer.ts';
import { titleOf } from '../taskTitle.ts';

/** What tasks that change code need. */
export type CodeParts = ReviewedParts;

/** Has code changed by a model, and lets a person review that line by line before anything is written. */
export async function changeCode(
  parts: CodeParts,
  task: CodeTask,
  excerpt: Excerpt,
  onApplied?: () => void,
): Promise<void> {
  await askForReview(parts, {
    title: titleOf(task),
    task: task.id,
    excerpt,
    replaces: true,
    request(model) {
      const request = requestFor(task, excerpt, model);
      const { promptTokens, availableTokens } = fitOf(request);
      // The answer is as long as what it is about.
      const answerTokens = fitOf({ ...request, messages: task.messages({ ...excerpt, text: '' }) }).promptTokens;
      return promptTokens > availableTokens || promptTokens - answerTokens > request.maximumTokens
        ? l10n.t('This is too long for {0} to write anew. Select a part of it.', modelLabel(request.model))
        : request;
    },
    async read(answer, isWhole) {
      const read = codeOf(answer, excerpt.text, isWhole);
      if (read.kind === 'none') return { kind: 'refused', message: noCodeWords[read.why]() };
      const code = withoutHiddenCharacters(read.code);
      const changes = hunksBetween(excerpt.text, code, 'line');
      if (changes.length === 0) return { kind: 'read', shown: l10n.t('Nothing to change.'), review: undefined };
      const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
      const shown = fenced(code, excerpt.languageId);
      return {
        kind: 'read',
        shown,
        review: { document, excerpt, changes, look: 'lines', ...(onApplied && { onApplied }) },
      };
    },
  });
}

/** Why there is no code in an answer, in words. */
export const noCodeWords = {
  empty: () => l10n.t('The model wrote no code, so nothing was changed.'),
  cut: () => l10n.t('The end of the answer is missing, so nothing was changed. Select a smaller part.'),
};

/** Code as a block of Markdown. */
export function fenced(code: string, languageId: string): string {
  const fence = fenceFor(code);
  return `${fence}${languageId}\n${code.replace(/\n*$/, '\n')}${fence}`;
}

/** What the language's own tools find wrong in an excerpt, the worst first. Hearth's own findings about text are not among them. */
export async function problemsIn(excerpt: Excerpt): Promise<readonly Problem[]> {
  const uri = Uri.parse(excerpt.origin.uri);
  const document = await workspace.openTextDocument(uri);
  const { start, end } = excerpt.origin.range;
  const whole = new Range(start.line, start.character, end.line, end.character);
  return languages
    .getDiagnostics(uri)
    .filter(
      ({ range, severity, source }) =>
        whole.intersection(range) && severity <= DiagnosticSeverity.Warning && source !== 'Hearth',
    )
    .sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start))
    .map(({ range, message }) => ({
      at: { line: range.start.line, character: range.start.character },
      message,
      origin: originOf(document, 'diagnostic', plainRange(range)),
    }));
}
