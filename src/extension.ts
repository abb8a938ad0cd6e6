import { randomUUID } from 'node:crypto';
import { totalmem } from 'node:os';
import { commands, Disposable, type ExtensionContext, ExtensionMode, Uri, window } from 'vscode';
import { systemClock } from './base/clock.ts';
import { once } from './base/once.ts';
import { remembered } from './base/remembered.ts';
import { windowTokens } from './completion/asking.ts';
import { Completions } from './completion/complete.ts';
import { Decisions } from './completion/decisions.ts';
import { EngineSpeed } from './completion/engineSpeed.ts';
import { LayoutProbe } from './completion/layoutProbe.ts';
import { LayoutRecords } from './completion/layoutRecords.ts';
import { Nearby } from './completion/recent/nearby.ts';
import { Snooze } from './completion/snooze.ts';
import { Statistics } from './completion/statistics.ts';
import { abilityOf } from './completion/way.ts';
import { AnswersView } from './editor/answers/answersView.ts';
import { keepVerdict } from './editor/answers/keepVerdict.ts';
import { WorkerRenderer } from './editor/answers/renderer.ts';
import { registerChat } from './editor/chat/commands.ts';
import { countsIn, registerAccepted } from './editor/completion/accepted.ts';
import { registerCompletionCommands } from './editor/completion/commands.ts';
import { completionModel } from './editor/completion/completionModel.ts';
import { Continuing } from './editor/completion/continuing.ts';
import { EarlierCells } from './editor/completion/earlierCells.ts';
import { KeyTimes } from './editor/completion/keyTimes.ts';
import { LayoutProbing, layoutsIn } from './editor/completion/layoutProbing.ts';
import { type CompletionProviderParts, registerCompletionProvider } from './editor/completion/provider.ts';
import { allowedBy, readableBy } from './editor/completion/recent/otherText.ts';
import { RecentFiles } from './editor/completion/recent/recentFiles.ts';
import { Resting } from './editor/completion/recent/resting.ts';
import { registerSnooze } from './editor/completion/snoozeCommand.ts';
import { StaysHere } from './editor/completion/staysHere.ts';
import { Typing } from './editor/completion/typing.ts';
import { WhoSuggests } from './editor/completion/whoSuggests.ts';
import { registerWhyNoSuggestion } from './editor/completion/whyNoSuggestion.ts';
import { EngineConsent } from './editor/engineConsent.ts';
import { EngineKeys } from './editor/engineKeys.ts';
import { registerHealth } from './editor/health/commands.ts';
import { neighboursOf } from './editor/health/neighboursOf.ts';
import { HearthLog } from './editor/hearthLog.ts';
import { registerWhatLeft } from './editor/ledger/commands.ts';
import { InterruptedNotice } from './editor/ledger/interruptedNotice.ts';
import { LedgerReader } from './editor/ledger/ledgerReader.ts';
import { registerChooseModel } from './editor/models/chooseModel.ts';
import { registerModels } from './editor/models/modelsView.ts';
import { speedsIn } from './editor/models/speedsIn.ts';
import { requireOwnWay } from './editor/ownWay.ts';
import { ParsingThread } from './editor/parsing/parsingThread.ts';
import { CloudFlag } from './editor/privacy/cloudFlag.ts';
import { followCloudSetting } from './editor/privacy/cloudSwitch.ts';
import {
  type CloudCommandsParts,
  escalateAnswer,
  registerCloudCommands,
  takeFlagged,
} from './editor/privacy/commands.ts';
import type { Escalation } from './editor/privacy/escalate.ts';
import { localExclusions } from './editor/privacy/localExclusions.ts';
import { SecretScanner } from './editor/privacy/secretScanner.ts';
import { SpendingWatch } from './editor/privacy/spendingWatch.ts';
import { registerProofreading } from './editor/proofreading/commands.ts';
import { registerReviewCommands } from './editor/review/commands.ts';
import { replaceWithAnswer } from './editor/review/replaceWithAnswer.ts';
import { Reviews } from './editor/review/reviews.ts';
import { AcceptedEdits } from './editor/scorecard/acceptedEdits.ts';
import { registerScorecard } from './editor/scorecard/commands.ts';
import { UserSettings } from './editor/settings.ts';
import { registerSetUp, setupTimesIn } from './editor/setUp/commands.ts';
import { FirstSteps } from './editor/setUp/firstSteps.ts';
import { StatusBar } from './editor/status/statusBar.ts';
import { registerCatalogueCommands } from './editor/tasks/catalogueCommands.ts';
import { registerTaskCommands } from './editor/tasks/commands.ts';
import { insertAnswer } from './editor/tasks/insertAnswer.ts';
import { TaskRunner } from './editor/tasks/taskRunner.ts';
import { registerWritingCommands } from './editor/tasks/writingCommands.ts';
import { detect, learnFrom } from './models/detect.ts';
import { RecentFailures } from './models/health/recentFailures.ts';
import { Inventory } from './models/inventory.ts';
import { Readiness } from './models/readiness.ts';
import { SetupTime } from './models/setUp/setupTime.ts';
import { measuredHere, SpeedRecords } from './models/speeds.ts';
import { openBudget } from './privacy/budget.ts';
import { readExclusions } from './privacy/exclusions.ts';
import type { Fetch } from './privacy/gate.ts';
import { type KeepingHere, keepingHere } from './privacy/keepingHere.ts';
import { openLedger } from './privacy/ledger.ts';
import { ledgerFilesIn, ledgerFolderIn } from './privacy/ledgerFiles.ts';
import { countsOfOthers, TrafficCounter } from './privacy/traffic.ts';
import { caseFilesIn } from './scorecard/caseFiles.ts';
import { JudgedCases } from './scorecard/judgedCases.ts';
import { KeptInMemory } from './tasks/parts/kept.ts';
import { Breaker } from './tiers/breaker.ts';
import { closing, guardedBy, guardedQuestion } from './tiers/guarded.ts';
import { noticingCuts } from './tiers/noticingCuts.ts';
import { OllamaLibrary } from './tiers/ollamaLibrary.ts';
import { type EnginePlace, OwnEngines } from './tiers/ownEngines.ts';
import { ownLibrary } from './tiers/ownLibrary.ts';
import { retryingOnce } from './tiers/retry.ts';
import { StatusBoard, watched } from './tiers/status.ts';
import { Turns } from './tiers/turns.ts';

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
  const clock = systemClock;
  const log = new HearthLog();
  const settings = new UserSettings();
  const board = new StatusBoard(clock);
  const consent = new EngineConsent(context.globalState);

  const writer = randomUUID().slice(0, 8);
  const ledgerFolder = ledgerFolderIn(context.globalStorageUri.fsPath);
  const ledgerFiles = ledgerFilesIn(ledgerFolder);
  const ledger = openLedger({ files: ledgerFiles, clock, newId: randomUUID, writer, process: process.pid });
  const traffic = new TrafficCounter({ ledger, clock, log });
  const keys = new EngineKeys(context.secrets, () => lookAnew());
  // VS Code's own `fetch`, looked up at each call: it knows the user's proxies and certificates.
  const sendOut: Fetch = async (input, init) => {
    requireOwnWay();
    return globalThis.fetch(input, init);
  };
  const connection = { meter: countsOfOthers(traffic), keyFor: keys.keyFor, outward: sendOut };
  // Of a family that is known, Hearth writes the prompts itself.
  const asksHow = (name: string) => abilityOf({ name, capabilities: ['completion'] }) === 'unknownFamily';
  const own = new OwnEngines({
    ...connection,
    clock,
    asksHow,
    settings: settings.read,
    environmentVariable: process.env.OLLAMA_HOST,
    agreed: consent.agreed.bind(consent),
    require: consent.require.bind(consent),
    async load(parts) {
      const { OpenAiCompatible } = await import('./tiers/openaiCompatible.ts');
      return new OpenAiCompatible(parts);
    },
  });
  const { engine, completion, tasks } = own;
  const watchedAt = (place: EnginePlace) =>
    watched(engine, board, () => ({ tier: place.tier(), engine: place.engine.name, host: place.where() }), clock);
  const isElsewhere = (place: EnginePlace) => () => place.tier() !== 'local';
  const speed = new EngineSpeed();
  const turns = new Turns(() => speed.forget());

  const inventory = new Inventory({ engine, clock, abilityOf });
  const readiness = new Readiness({ engine, clock, onLoading: (model) => board.loading(model) });
  const lookAround = () => detect({ inventory, board, settings: settings.read, completion, tasks });

  const breaker = new Breaker({
    clock,
    random: Math.random,
    version: engine.version.bind(engine),
    modelList: { known: () => inventory.known, look: () => inventory.look() },
    onRecovered: () => void lookAround(),
  });
  /** What was known of the engine's models holds no longer. */
  const lookAnew = () => {
    inventory.refresh();
    readiness.forget();
    breaker.reset();
    void lookAround();
  };
  const failures = new RecentFailures(board, clock);
  const decisions = new Decisions();
  const snooze = new Snooze(clock);
  const statistics = new Statistics(clock, countsIn(context.globalState));
  const speeds = new SpeedRecords(clock, speedsIn(context.globalState));
  const speedOf = (model: string) =>
    measuredHere(
      speeds.of(completion.where(), model) ?? speeds.of(tasks.where(), model),
      statistics.suggestionMs(model),
    );
  const keyTimes = new KeyTimes(clock);
  const nearby = new Nearby(allowedBy(settings.read));
  const readable = readableBy(settings.read);
  const earlierCells = new EarlierCells();
  const continuing = new Continuing();
  const layouts = new LayoutRecords(layoutsIn(context.globalState));
  const focused = () => window.state.focused;
  const completions = new Completions({
    completer: turns.forCompletions(guardedBy(watchedAt(completion), breaker, clock, speed.bytesWereDue)),
    model: guardedQuestion(
      completionModel({ inventory, readiness, settings: settings.read, layouts, board, tier: completion.tier }),
      breaker,
    ),
    busy: () => turns.mustWait(),
    focused,
    speed,
    clock,
    nearby,
  });

  const workerPath = Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath;
  const renderer = new WorkerRenderer(new ParsingThread({ workerPath, clock, log }));
  // Judging a long text must not hold up an answer that is shown meanwhile.
  const guarding = new ParsingThread({ workerPath, clock, log });
  const secretWorkerPath = Uri.joinPath(context.extensionUri, 'dist', 'secretWorker.js').fsPath;
  const reviews = new Reviews();
  const accepted = new AcceptedEdits(reviews);
  const cases = new JudgedCases(caseFilesIn(context.globalStorageUri.fsPath));
  const escalate = (id: string) => void escalateAnswer(cloudCommands, id);
  const view: AnswersView = new AnswersView({
    extensionUri: context.extensionUri,
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
          void import('./editor/tasks/insertBelow.ts').then((it) => it.insertBelow(asked.excerpt, text, isWhole));
      },
      followUp(id, question) {
        const parts = { ...answering, view, runner };
        void import('./editor/tasks/followUp.ts').then((it) => it.askFollowUp(parts, id, question));
      },
      judge: keepVerdict({ cases, asked: (id) => runner.asked(id), session: randomUUID(), log }),
    },
    offersCloud: () => settings.read().cloudEnabled,
    log,
  });
  const whatStaysHere: KeepingHere = {
    isElsewhere: isElsewhere(tasks),
    exclusionsFor: (messages) => localExclusions(messages, settings.read().neverLeaves),
  };
  const asked = keepingHere(retryingOnce(noticingCuts(watchedAt(tasks)), clock), whatStaysHere);
  const answering = {
    answerer: closing(turns.forTasks(asked), breaker),
    inventory,
    allow: () => consent.askFor(tasks.endpoints()),
    settings: settings.read,
    where: tasks.where,
    tier: tasks.tier,
  };
  const allowAll = async () => {
    await consent.askFor(completion.endpoints());
    await answering.allow();
  };
  const runner = new TaskRunner({
    ...answering,
    parse: guarding.ask.bind(guarding),
    kept: new KeptInMemory(),
    view,
    readiness,
    divert: (task, excerpt, shape) => takeFlagged(cloudCommands, task, excerpt, shape),
    board,
    clock,
    log,
  });

  const flag = new CloudFlag();
  const budget = openBudget(ledger, clock, () => settings.read().monthlyBudget ?? undefined);
  const spending = new SpendingWatch(budget, ledger);
  const cloudTier = once(async () => {
    const { buildCloudTier } = await import('./cloudTier.ts');
    return buildCloudTier({ context, settings: settings.read, ledger, budget, fetch: sendOut, clock, log });
  });
  const escalation: Escalation = {
    whyNot: async () => (await cloudTier()).escalation.whyNot(),
    escalate: async (...given) => (await cloudTier()).escalation.escalate(...given),
  };
  const cloudCommands: CloudCommandsParts = { escalation, runner, view, board, settings: settings.read, clock, flag };

  const ledgerWorker = Uri.joinPath(context.extensionUri, 'dist', 'ledgerWorker.js').fsPath;
  const openReader = () => new LedgerReader({ workerPath: ledgerWorker, folder: ledgerFolder, writer });
  const interrupted = new InterruptedNotice({ files: ledgerFiles, openReader, clock, log });

  const completionProvider: CompletionProviderParts = {
    completions,
    decisions,
    settings: settings.read,
    exclusions: remembered(readExclusions),
    staysHere: new StaysHere(isElsewhere(completion), settings.read, clock),
    snooze,
    statistics,
    keyTimes,
    earlierCells,
    continuing,
    onInvoked: () => breaker.reset(),
    clock,
  };

  const typing = new Typing(completionProvider);
  const probing = new LayoutProbing({
    probe: new LayoutProbe(turns.inBackground(engine), () => speed.forget()),
    records: layouts,
    focused,
    model: () => completions.model,
    isLoaded: readiness.isLoaded.bind(readiness),
    version: engine.version.bind(engine),
    onProbed: () => typing.reread(),
    clock,
    log,
  });

  const setupTime = new SetupTime(clock, setupTimesIn(context.globalState));
  const isSetUp = () => setupTime.milliseconds !== undefined;
  const onSettings = settings.onChange.bind(settings);
  const firstSteps = new FirstSteps({ board, statistics, settings: settings.read, setupTime, onSettings, clock });
  const writing = {
    ...answering,
    view,
    runner,
    reviews,
    guarding,
    escalate,
    continuing,
    memory: context.globalState,
  };
  const models = {
    engine,
    library: ownLibrary(
      engine,
      new OllamaLibrary({
        ...connection,
        settings: () => ({ endpoint: completion.engine.endpoint, keepAliveMinutes: settings.read().keepAliveMinutes }),
      }),
    ),
    inventory,
    settings: settings.read,
    where: completion.where,
    allow: allowAll,
    // Of another machine nothing is known.
    machine: () => (completion.tier() === 'local' ? { memoryBytes: totalmem() } : undefined),
    speedOf,
    onChanged: lookAnew,
    onSettings,
    clock,
  };
  const neighbours = neighboursOf(context.extension);
  const whoSuggests = new WhoSuggests({ memory: context.globalState, neighbours, settings: settings.read });
  const askWho = whoSuggests.askOnce.bind(whoSuggests);
  const chat = registerChat(context, {
    neighbours,
    ...answering,
    readiness,
    board,
    onSettings,
    rewrite: async (wish) => (await import('./editor/tasks/writing.ts')).rewriteBy(writing, wish),
    clock,
  });
  context.subscriptions.push(
    log,
    settings,
    board,
    traffic,
    keys,
    whoSuggests,
    new StatusBar({
      board,
      settings: settings.read,
      where: completion.where,
      standings: () => [completion.standings(), tasks.standings()],
      snooze,
      statistics,
      flag,
      spending,
      isSetUp,
      whoSuggests,
    }),
    learnFrom(board, inventory, readiness, () => void lookAround()),
    speeds.follow(board),
    speeds,
    completions,
    breaker,
    continuing,
    snooze,
    statistics,
    flag,
    spending,
    keyTimes,
    readiness,
    renderer,
    view,
    reviews,
    ...registerReviewCommands(reviews),
    runner,
    registerCompletionProvider(completionProvider),
    typing,
    probing,
    new RecentFiles({ nearby, readable, clock }),
    new Resting({ ...completionProvider, nearby, readable }),
    ...registerCompletionCommands(settings.read, askWho),
    registerWhyNoSuggestion(decisions, completion.where, askWho),
    registerSnooze(snooze),
    registerAccepted(statistics, () => completions.accepted()),
    ...registerChooseModel(inventory, completion.where, speedOf),
    registerModels(models),
    failures,
    firstSteps,
    ...registerSetUp(
      {
        engine,
        endpoint: completion.endpoint,
        allow: allowAll,
        where: completion.where,
        clock,
        completions,
        inventory,
        lookAround,
      },
      firstSteps,
      context,
      askWho,
    ),
    ...registerHealth(context, {
      ...models,
      endpoint: () => consent.require(completion.endpoint()),
      tier: completion.tier,
      leftAlone: () => breaker.why,
      windowTokens: () => windowTokens(speed.charactersPerSecond),
      failures: () => failures.latest,
      setupMs: () => setupTime.milliseconds,
      onChecked: lookAnew,
    }),
    ...registerTaskCommands(runner, view),
    ...chat.registered,
    guarding,
    ...registerProofreading({ ...answering, readiness, guarding, workspaceState: context.workspaceState, clock, log }),
    ...registerWritingCommands(writing),
    ...registerCatalogueCommands({
      ...writing,
      flag,
      tasksFolder: Uri.joinPath(context.globalStorageUri, 'tasks'),
      many: closing(turns.forMany(asked, clock), breaker),
      parse: guarding.ask.bind(guarding),
      storage: context.globalStorageUri.fsPath,
      clock,
      log,
    }),
    accepted,
    ...registerScorecard({
      ...models,
      extensionUri: context.extensionUri,
      storage: context.globalStorageUri.fsPath,
      // Past the board: these are no answers to the user.
      answerer: turns.forMany(keepingHere(engine, whatStaysHere), clock),
      where: tasks.where,
      tier: tasks.tier,
      view,
      runner,
      accepted,
      judged: cases,
      guarding,
      openScanner: () => new SecretScanner({ workerPath: secretWorkerPath, clock }),
      board,
      spending,
      setupMs: () => setupTime.milliseconds,
      log,
    }),
    ...registerCloudCommands(cloudCommands),
    commands.registerCommand('hearth.configureCloud', async () => (await cloudTier()).configure()),
    followCloudSetting(settings, clock),
    interrupted,
    registerWhatLeft({ extensionUri: context.extensionUri, openReader, ledger, folder: ledgerFolder, clock }),
    window.registerWebviewViewProvider(AnswersView.viewId, view),
    commands.registerCommand('hearth.setEngineKey', async () =>
      (await import('./editor/setEngineKey.ts')).setEngineKey({
        keys,
        endpoints: () => [...completion.endpoints(), ...tasks.endpoints()],
        where: completion.where,
      }),
    ),
    commands.registerCommand('hearth.showLog', () => log.show()),
    settings.onChange(() => {
      completions.clear();
      board.recovered();
      view.refresh();
      lookAnew();
    }),
  );
  // Not before everything else has started: nobody waits for it.
  void clock.wait(0).then(() => {
    void spending.read();
    firstSteps.start();
    void chat.models.start();
    return lookAround();
  });
  void clock.wait(0).then(() => interrupted.look());
  const dispose = () => Disposable.from(...context.subscriptions.splice(0)).dispose();
  return context.extensionMode === ExtensionMode.Test ? { board, decisions, view, reviews, dispose } : undefined;
}
