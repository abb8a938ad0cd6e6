import { commands, l10n, type Uri, window, workspace } from 'vscode';
import type { Clock } from '../../../base/clock.ts';
import type { Log } from '../../../base/log.ts';
import { csvOf } from '../../../tasks/files/csv.ts';
import { type FilesEvent, readFiles } from '../../../tasks/files/readFiles.ts';
import type { Kept, KeptAnswer } from '../../../tasks/parts/kept.ts';
import type { PartwiseTask } from '../../../tasks/parts/partwise.ts';
import type { CuttingParts } from '../../../tasks/parts/textParts.ts';
import type { RequestedModel } from '../../../tasks/request.ts';
import type { TierError } from '../../../tiers/tier.ts';
import type { AnswerHandle } from '../../answers/answerHandle.ts';
import type { AnswersView } from '../../answers/answersView.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { numberWord } from '../../numberWord.ts';
import { timeLeft } from '../../timeLeft.ts';
import { type AskingParts, taskModel } from '../askEngine.ts';
import { failureOf } from '../receive.ts';
import type { TaskRunner, TaskRunnerParts } from '../taskRunner.ts';
import { taskTitle } from '../taskTitle.ts';
import { chosenWords, fileDocument, type ShownFile } from './fileDocument.ts';
import { fileExcerpt } from './fileExcerpt.ts';
import { rowOf } from './fileRows.ts';
import { type Listed, type ListedFile, listFiles } from './listFiles.ts';

/** What asking many files needs. Its answerer gives way to what a person asks meanwhile. */
export interface FilesParts extends AskingParts, CuttingParts, Pick<TaskRunnerParts, 'where' | 'tier'> {
  readonly view: AnswersView;
  readonly runner: TaskRunner;
  readonly kept: () => Promise<Kept>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is asked of each file, and what the columns for it are called. */
export interface FilesTask {
  readonly task: PartwiseTask;
  readonly columns: readonly string[];
}

/**
 * Asks the same of many files, and shows the answers as a table whose files can be opened. It can be stopped at any moment, and goes on
 * from there when it is run again. What is left out is listed with the reason.
 */
export async function askFiles(parts: FilesParts, chosen: readonly Uri[], { task, columns }: FilesTask): Promise<void> {
  const { view, runner } = parts;
  const title = taskTitle(task.id);
  const ended = new AbortController();
  const shown: ShownFile[] = [];
  const all = [l10n.t('File'), ...columns];
  let about = chosenWords(chosen, undefined);
  const card = view.begin({
    title,
    about,
    tier: parts.tier(),
    actions: { insert: false, escalate: false },
    table: {
      columns: all,
      open: (row) => open(shown[row]),
      openAll: () => void openDocument(fileDocument(title, about, all, shown)),
      csv: () => csvOf([all, ...shown.map(({ file, row }) => [file.path, ...row.cells])]),
    },
  });
  runner.track(card.id, undefined, ended);
  try {
    card.notice(l10n.t('Looking for files…'));
    await view.reveal();
    const [model, listed] = [await taskModel(parts), await listFiles(chosen, ended.signal)];
    if (!listed) return card.stopped();
    about = chosenWords(chosen, listed.files.length);
    const job: Job = { task, columns, model, listed, card, signal: ended.signal };
    await work(parts, job, (each) => {
      shown.push(each);
      card.row({ file: each.file.path, cells: each.row.cells });
    });
  } catch (error) {
    if (ended.signal.aborted) card.stopped();
    else card.failed(failureOf(error, shown.length > 0, parts.where(), parts.tier()));
    parts.log.warn(`${task.id} files: ${String(error)}`);
  } finally {
    runner.untrack(card.id);
  }
}

interface Job {
  readonly task: PartwiseTask;
  readonly columns: readonly string[];
  readonly model: RequestedModel;
  readonly listed: Listed;
  readonly card: AnswerHandle;
  readonly signal: AbortSignal;
}

async function work(parts: FilesParts, job: Job, show: (each: ShownFile) => void): Promise<void> {
  const { task, columns, model, listed, card, signal } = job;
  const { files } = listed;
  const began = parts.clock.now();
  const skipped: ShownFile[] = listed.skipped.map(({ file, why }) => ({
    file,
    row: rowOf({ kind: 'skipped', why }, columns.length, parts.where()),
  }));
  const needs = { ...parts, kept: await parts.kept() };
  const read = (file: ListedFile) => fileExcerpt(file, parts);
  const reading = readFiles({ task, model, files, read }, needs, signal);
  let by: Pick<KeptAnswer, 'provenance'> | undefined;
  let done = 0;
  let hasDoubts = false;
  let error: TierError | undefined;
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      error = next.value;
      break;
    }
    const event = next.value;
    if (event.kind === 'progress') card.notice(progressWords(event, files.length));
    if (event.kind !== 'file') continue;
    done++;
    const { answer, file } = event;
    const each = { file, row: rowOf(answer, columns.length, parts.where()) };
    hasDoubts ||= each.row.isDoubtful === true;
    if (answer.kind === 'skipped') skipped.push(each);
    else show(each);
    if (answer.kind === 'answered') by = answer.answer ?? by;
  }
  // Those nobody has read come last: what was said of the others is wanted first.
  for (const each of skipped) show(each);
  if (hasDoubts) card.remark(l10n.t('⚠ is none of what was offered to choose from.'));
  for (const words of remarksOf(listed, skipped.length, signal.aborted || error ? done : undefined)) card.remark(words);
  if (error) throw error;
  if (signal.aborted) card.stopped();
  else if (!by) card.failed({ message: l10n.t('None of these files has text that could be read.'), incomplete: false });
  else {
    const provenance = { ...by.provenance, model: modelLabel(by.provenance.model) };
    card.done({ provenance, measured: { totalMs: parts.clock.now() - began } });
  }
}

function progressWords({ done, leftMs }: Extract<FilesEvent<ListedFile>, { kind: 'progress' }>, of: number): string {
  const far = l10n.t('{0} of {1}', numberWord(done), numberWord(of));
  return leftMs === undefined ? far : `${far} · ${timeLeft(leftMs)}`;
}

/** What to know of the table, below it. @param done how many files were done with, where it ended before its end */
function remarksOf({ files, ignored, areMore }: Listed, skipped: number, done: number | undefined): readonly string[] {
  return [
    ...(done === undefined
      ? []
      : [
          l10n.t(
            'Ended after {0} of {1} files. What was answered is kept: run it again on the same files, and it goes on from there.',
            numberWord(done),
            numberWord(files.length),
          ),
        ]),
    ...(skipped === 0
      ? []
      : [
          skipped === 1
            ? l10n.t('1 file was left out; it stands at the end of the table with the reason.')
            : l10n.t(
                '{0} files were left out; they stand at the end of the table with the reasons.',
                numberWord(skipped),
              ),
        ]),
    ...(ignored === 0 ? [] : [l10n.t('Without the files that Git ignores: {0}.', numberWord(ignored))]),
    ...(areMore ? [l10n.t('There are more files than can be asked about at once: choose smaller folders.')] : []),
  ];
}

/** Only files that were listed are opened, by us; a row says which. */
function open(shown: ShownFile | undefined): void {
  if (shown) void commands.executeCommand('vscode.open', shown.file.uri);
}

async function openDocument(content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
}
