import { randomUUID } from 'node:crypto';
import { commands, type ExtensionContext, Uri, window } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { AnswersView } from '../editor/answers/answersView.ts';
import { keepVerdict } from '../editor/answers/keepVerdict.ts';
import { WorkerRenderer } from '../editor/answers/renderer.ts';
import type { Continuing } from '../editor/completion/continuing.ts';
import { ParsingThread } from '../editor/parsing/parsingThread.ts';
import {
  type CloudCommandsParts,
  escalateAnswer,
  registerCloudCommands,
  takeFlagged,
} from '../editor/privacy/commands.ts';
import { registerProofreading } from '../editor/proofreading/commands.ts';
import { LastProofreading } from '../editor/proofreading/lastProofreading.ts';
import { registerReviewCommands } from '../editor/review/commands.ts';
import { replaceWithAnswer } from '../editor/review/replaceWithAnswer.ts';
import { Reviews } from '../editor/review/reviews.ts';
import { AcceptedEdits } from '../editor/scorecard/acceptedEdits.ts';
import { registerCatalogueCommands } from '../editor/tasks/catalogueCommands.ts';
import { registerTaskCommands } from '../editor/tasks/commands.ts';
import { insertAnswer } from '../editor/tasks/insertAnswer.ts';
import { TaskRunner } from '../editor/tasks/taskRunner.ts';
import type { WritingParts } from '../editor/tasks/writing.ts';
import { registerWritingCommands } from '../editor/tasks/writingCommands.ts';
import { caseFilesIn } from '../scorecard/caseFiles.ts';
import { JudgedCases } from '../scorecard/judgedCases.ts';
import { KeptInMemory } from '../tasks/parts/kept.ts';
import type { Answerers } from './answerers.ts';
import type { Cloud } from './cloud.ts';
import type { Engines } from './engines.ts';
import type { Ground } from './ground.ts';

/** What runs tasks, where their answers are shown, and what becomes of them. */
export interface Tasks {
  /** With all that a task needs which writes. */
  readonly writing: WritingParts;
  readonly accepted: AcceptedEdits;
  readonly lastProofreading: LastProofreading;
  readonly judged: JudgedCases;
  readonly disposables: readonly Disposable[];
}

/** Registers the tasks and the Hearth view. @param continuing what Continue offers */
export function buildTasks(
  context: ExtensionContext,
  ground: Ground,
  { readiness }: Engines,
  { answering, many }: Answerers,
  { escalation, flag }: Cloud,
  continuing: Continuing,
): Tasks {
  const { settings, memory, storage, board, clock, log } = ground;
  const workerPath = ground.built('worker.js');
  const renderer = new WorkerRenderer(new ParsingThread({ workerPath, clock, log }));
  // Judging a long text must not hold up an answer that is shown meanwhile.
  const guarding = new ParsingThread({ workerPath, clock, log });
  const parse = guarding.ask.bind(guarding);
  const reviews = new Reviews();
  const accepted = new AcceptedEdits(reviews);
  const lastProofreading = new LastProofreading();
  const judged = new JudgedCases(caseFilesIn(storage));
  const escalate = (id: string) => void escalateAnswer(toCloud, id);
  const view: AnswersView = new AnswersView({
    ...ground,
    renderer,
    on: {
      stop: (id) => runner.stop(id),
      insert: (text, isWhole) => void insertAnswer(text, isWhole),
      escalate,
      keep: (id) => void commands.executeCommand('hearth.keepAsTest', id),
      replace(id, text, isWhole) {
        const asked = runner.asked(id);
        if (asked) void replaceWithAnswer(reviews, { ...asked, by: view.whoAnswered(id) }, text, isWhole);
      },
      insertBelow(id, text, isWhole) {
        const asked = runner.asked(id);
        if (asked)
          void import('../editor/tasks/insertBelow.ts').then((it) => it.insertBelow(asked.excerpt, text, isWhole));
      },
      followUp(id, question) {
        void import('../editor/tasks/followUp.ts').then((it) => it.askFollowUp(writing, id, question));
      },
      judge: keepVerdict({ cases: judged, asked: (id) => runner.asked(id), session: randomUUID(), log }),
    },
    offersCloud: () => settings().cloudEnabled,
  });
  const runner = new TaskRunner({
    ...ground,
    ...answering,
    parse,
    kept: new KeptInMemory(),
    view,
    readiness,
    divert: (task, excerpt, shape) => takeFlagged(toCloud, task, excerpt, shape),
  });
  const toCloud: CloudCommandsParts = { escalation, runner, view, board, settings, clock, flag };
  const writing = { ...answering, view, runner, reviews, guarding, escalate, continuing, memory };
  return {
    writing,
    accepted,
    lastProofreading,
    judged,
    disposables: [
      renderer,
      view,
      reviews,
      ...registerReviewCommands(reviews),
      runner,
      ...registerTaskCommands(runner, view),
      guarding,
      ...registerProofreading({
        ...ground,
        ...answering,
        readiness,
        guarding,
        workspaceState: context.workspaceState,
        last: lastProofreading,
      }),
      lastProofreading,
      ...registerWritingCommands(writing),
      ...registerCatalogueCommands({
        ...ground,
        ...writing,
        flag,
        tasksFolder: Uri.joinPath(context.globalStorageUri, 'tasks'),
        many,
        parse,
      }),
      accepted,
      ...registerCloudCommands(toCloud),
      window.registerWebviewViewProvider(AnswersView.viewId, view),
    ],
  };
}
