import { DiagnosticSeverity, l10n, languages, Range, Uri, workspace } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { codeOf } from '../../../tasks/code/codeAnswer.ts';
import type { CodeTask } from '../../../tasks/code/codeTask.ts';
import type { Problem } from '../../../tasks/code/fix.ts';
import { fitOf } from '../../../tasks/fit.ts';
import { fenceFor } from '../../../tasks/prompt.ts';
import { requestFor } from '../../../tasks/request.ts';
import { TierError } from '../../../tiers/tier.ts';
import { hunksBetween } from '../../../writing/guards/hunks.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import type { AnswersView } from '../../answers/answersView.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { originOf, plainRange } from '../../origin.ts';
import type { Reviews } from '../../review/reviews.ts';
import { type AskingParts, taskModel, wholeAnswer } from '../askEngine.ts';
import { readLessWords } from '../parts/leftOutWords.ts';
import { failureOf } from '../receive.ts';
import { aboutOf, type TaskRunner, type TaskRunnerParts } from '../taskRunner.ts';
import { taskTitle } from '../taskTitle.ts';
import { Versions } from '../versions.ts';

/** What tasks that change code need. */
export interface CodeParts extends AskingParts, Pick<TaskRunnerParts, 'where' | 'tier'> {
  readonly view: AnswersView;
  readonly runner: TaskRunner;
  readonly reviews: Reviews;
  /** Prepares to ask the cloud what was asked in a card. */
  readonly escalate: (id: string) => void;
}

/** Has code changed by a model, and lets a person review that line by line before anything is written. */
export async function changeCode(
  parts: CodeParts,
  task: CodeTask,
  excerpt: Excerpt,
  onApplied?: () => void,
): Promise<void> {
  const job = { task, excerpt, onApplied };
  const versions = new Versions(parts.reviews, () => void write(parts, job, versions));
  await write(parts, job, versions);
}

interface Job {
  readonly task: CodeTask;
  readonly excerpt: Excerpt;
  /** Told when changes were made. */
  readonly onApplied: (() => void) | undefined;
}

async function write(parts: CodeParts, { task, excerpt, onApplied }: Job, versions: Versions): Promise<void> {
  const { view, runner } = parts;
  const [title, about] = [taskTitle(task.id), aboutOf(excerpt)];
  const card = view.begin({ title, about, tier: parts.tier(), actions: { replace: true } });
  await view.reveal();
  const ended = new AbortController();
  try {
    const request = requestFor(task, excerpt, await taskModel(parts));
    const { promptTokens, availableTokens } = fitOf(request);
    // The answer is as long as what it is about.
    const answerTokens = fitOf({ ...request, messages: task.messages({ ...excerpt, text: '' }) }).promptTokens;
    if (promptTokens > availableTokens || promptTokens - answerTokens > request.maximumTokens) {
      card.failed({
        message: l10n.t('This is too long for {0} to write anew. Select a part of it.', modelLabel(request.model)),
        incomplete: false,
      });
      return;
    }
    runner.track(card.id, { title, about, request, excerpt, replaces: true, local: card.id }, ended);
    const { text, done } = await wholeAnswer(parts, request, ended.signal, (length) =>
      card.notice(l10n.t('Writing… {0} characters', length)),
    );
    if (!done || ended.signal.aborted) return card.stopped();
    const read = codeOf(text, excerpt.text, done.reason === 'stop');
    if (read.kind === 'none') {
      card.failed({ message: refusal[read.why](), incomplete: false });
      return;
    }
    const code = withoutHiddenCharacters(read.code);
    const changes = hunksBetween(excerpt.text, code, 'line');
    const provenance = { ...done.provenance, model: modelLabel(done.provenance.model) };
    card.append(changes.length === 0 ? l10n.t('Nothing to change.') : fenced(code, excerpt.languageId));
    if (done.readLess) card.remark(readLessWords(done.readLess));
    card.done({ ...done, provenance });
    if (changes.length === 0) return;
    versions.add({
      document: await workspace.openTextDocument(Uri.parse(excerpt.origin.uri)),
      excerpt,
      changes,
      title,
      by: `${l10n.t('Hearth')} · ${provenance.model}`,
      look: 'lines',
      escalate: () => parts.escalate(card.id),
      ...(onApplied && { onApplied }),
    });
  } catch (error) {
    if (ended.signal.aborted) card.stopped();
    else card.failed(failureOf(error, false, parts.where(), parts.tier()));
    if (!(error instanceof TierError) && !ended.signal.aborted) throw error;
  } finally {
    runner.untrack(card.id);
  }
}

const refusal = {
  empty: () => l10n.t('The model wrote no code, so nothing was changed.'),
  cut: () => l10n.t('The end of the answer is missing, so nothing was changed. Select a smaller part.'),
};

function fenced(code: string, languageId: string): string {
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
