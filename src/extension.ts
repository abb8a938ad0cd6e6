import { commands, Disposable, type ExtensionContext, ExtensionMode, Uri } from 'vscode';
import { systemClock } from './base/clock.ts';
import type { Decisions } from './completion/decisions.ts';
import { buildAnswerers } from './compose/answerers.ts';
import { buildCloud } from './compose/cloud.ts';
import { buildEngines } from './compose/engines.ts';
import { buildGhostText } from './compose/ghostText.ts';
import type { Ground } from './compose/ground.ts';
import { buildModels } from './compose/models.ts';
import { buildOwnLedger } from './compose/ownLedger.ts';
import { buildSetUp } from './compose/setUp.ts';
import { buildTasks } from './compose/tasks.ts';
import type { AnswersView } from './editor/answers/answersView.ts';
import { registerChat } from './editor/chat/commands.ts';
import { WhoSuggests } from './editor/completion/whoSuggests.ts';
import { neighboursOf } from './editor/health/neighboursOf.ts';
import { HearthLog } from './editor/hearthLog.ts';
import { requireOwnWay } from './editor/ownWay.ts';
import { SecretScanner } from './editor/privacy/secretScanner.ts';
import type { Reviews } from './editor/review/reviews.ts';
import { registerScorecard } from './editor/scorecard/commands.ts';
import { UserSettings } from './editor/settings.ts';
import { StatusBar } from './editor/status/statusBar.ts';
import type { Fetch } from './privacy/gate.ts';
import { StatusBoard } from './tiers/status.ts';

/** What the suite inside the extension host looks at. Nobody else gets it. */
export interface HearthForTests {
  readonly board: StatusBoard;
  readonly decisions: Decisions;
  readonly view: AnswersView;
  readonly reviews: Reviews;
  /** Ends this Hearth as deactivation does, so that the suite can start one of its own. */
  dispose(): void;
}

/** Builds Hearth's parts, joins them, and hands over what is to be disposed of. */
export function activate(context: ExtensionContext): HearthForTests | undefined {
  const { extensionUri, secrets } = context;
  const clock = systemClock;
  const log = new HearthLog();
  const settings = new UserSettings();
  const board = new StatusBoard(clock);
  const ground: Ground = {
    settings: settings.read,
    onSettings: settings.onChange.bind(settings),
    memory: context.globalState,
    storage: context.globalStorageUri.fsPath,
    extensionUri,
    built: (name) => Uri.joinPath(extensionUri, 'dist', name).fsPath,
    board,
    clock,
    log,
  };
  // VS Code's own `fetch`, looked up at each call: it knows the user's proxies and certificates.
  const sendOut: Fetch = async (input, init) => {
    requireOwnWay();
    return globalThis.fetch(input, init);
  };
  const neighbours = neighboursOf(context.extension);
  const whoSuggests = new WhoSuggests({ ...ground, neighbours });
  const askWho = whoSuggests.askOnce.bind(whoSuggests);

  const record = buildOwnLedger(ground);
  const engines = buildEngines(ground, secrets, { outward: sendOut, meter: record.meter });
  const answerers = buildAnswerers(ground, engines);
  const cloud = buildCloud(ground, secrets, record.ledger, sendOut);
  const ghostText = buildGhostText(ground, engines, askWho);
  const tasks = buildTasks(context, ground, engines, answerers, cloud, ghostText.continuing);
  const models = buildModels(ground, engines, ghostText.statistics);
  const setUp = buildSetUp(context, ground, engines, ghostText, models, askWho);
  const { writing } = tasks;
  const { view, reviews } = writing;
  const chat = registerChat(context, {
    ...ground,
    ...answerers.answering,
    neighbours,
    readiness: engines.readiness,
    engine: () => engines.tasks.engine.name,
    tools: answerers.tools,
    rewrite: async (wish) => (await import('./editor/tasks/writing.ts')).rewriteBy(writing, wish),
  });
  const statusBar = new StatusBar({
    ...ground,
    snooze: ghostText.snooze,
    statistics: ghostText.statistics,
    flag: cloud.flag,
    spending: cloud.spending,
    where: engines.completion.where,
    standings: () => [engines.completion.standings(), engines.tasks.standings()],
    isSetUp: () => setUp.setupMs() !== undefined,
    whoSuggests,
  });

  context.subscriptions.push(
    log,
    settings,
    board,
    whoSuggests,
    statusBar,
    ...record.disposables,
    ...engines.disposables,
    ...cloud.disposables,
    ...ghostText.disposables,
    ...tasks.disposables,
    ...models.disposables,
    ...setUp.disposables,
    ...chat.registered,
    ...registerScorecard({
      ...ground,
      ...models.parts,
      answerer: answerers.uncounted,
      where: writing.where,
      tier: writing.tier,
      view,
      runner: writing.runner,
      accepted: tasks.accepted,
      lastProofreading: tasks.lastProofreading,
      judged: tasks.judged,
      guarding: writing.guarding,
      openScanner: () => new SecretScanner({ workerPath: ground.built('secretWorker.js'), clock }),
      spending: cloud.spending,
      setupMs: setUp.setupMs,
    }),
    commands.registerCommand('hearth.showLog', () => log.show()),
    settings.onChange(() => {
      ghostText.completions.clear();
      board.recovered();
      view.refresh();
      engines.lookAnew();
    }),
  );
  // Not before everything else has started: nobody waits for it.
  void clock.wait(0).then(() => {
    void cloud.spending.read();
    setUp.firstSteps.start();
    void chat.models.start();
    return engines.lookAround();
  });
  void clock.wait(0).then(() => record.interrupted.look());
  const dispose = () => Disposable.from(...context.subscriptions.splice(0)).dispose();
  return context.extensionMode === ExtensionMode.Test
    ? { board, decisions: ghostText.decisions, view, reviews, dispose }
    : undefined;
}
