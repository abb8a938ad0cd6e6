import {
  ConfigurationTarget,
  commands,
  env,
  l10n,
  ThemeIcon,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { settingsTable } from '../../base/settings.ts';
import type { JudgedCase } from '../../scorecard/judgedCases.ts';
import type { Runs } from '../../scorecard/run/runFiles.ts';
import type { RunRecord } from '../../scorecard/run/runRecord.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { webviewPage } from '../webviewPage.ts';
import type { CaseProblems } from './caseProblems.ts';
import { chooseCases } from './chooseCases.ts';
import { exportCases, exportReport } from './exports.ts';
import { keepCandidates } from './keepAsTest.ts';
import type { Chosen, FromScorecardPage, ScorecardState, ToScorecardPage } from './protocol.ts';
import { readFromScorecardPage } from './readFromScorecardPage.ts';
import type { ScorecardParts } from './scorecardParts.ts';
import { scorecardView } from './scorecardView.ts';
import { signalsOf } from './signals.ts';
import { scorecardWords, titleOfTask } from './words.ts';

/** The scorecard: one panel in the editor area. It shows what is kept of runs, and keeps nothing itself. */
export class ScorecardPanel implements Disposable {
  readonly #parts: ScorecardParts;
  readonly #runs: Runs;
  readonly #problems: () => Promise<CaseProblems>;
  readonly #time: Intl.DateTimeFormat;
  #panel: WebviewPanel | undefined;
  #chosen: Chosen = { run: '', other: '', task: '' };
  #state: ScorecardState | undefined;
  #shown: readonly RunRecord[] = [];

  constructor(parts: ScorecardParts, runs: Runs, problems: () => Promise<CaseProblems>) {
    this.#parts = parts;
    this.#runs = runs;
    this.#problems = problems;
    this.#time = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** Shows the panel, and opens it if need be. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal();
      void this.refresh();
    } else this.#open();
  }

  /** There is something new to show. @param run the run to look at, if another one */
  async refresh(run?: string): Promise<void> {
    if (run !== undefined) this.#chosen = { ...this.#chosen, run, other: '' };
    if (!this.#panel) return;
    const { inventory, settings } = this.#parts;
    this.#shown = await this.#runs.all();
    const models = await inventory.models().catch(() => []);
    const general = await inventory.choose('tasks', settings().taskModel, settings().contextTokens).then(
      ({ model }) => model.name,
      () => undefined,
    );
    const state = scorecardView(
      {
        runs: this.#shown,
        signals: await signalsOf(this.#parts, this.#shown),
        usedFor: (task) => settings().taskModels[task] ?? general,
        candidates: (await this.#candidates()).length,
        installed: new Map(
          models.flatMap(({ name, digest }) => (digest === undefined ? [] : [[name, digest] as const])),
        ),
        when: (at) => this.#time.format(at),
      },
      this.#chosen,
    );
    this.#chosen = state.chosen;
    this.#state = state;
    this.#post({ type: 'state', state });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const root = (...path: string[]) => Uri.joinPath(this.#parts.extensionUri, ...path);
    const panel = window.createWebviewPanel('hearth.scorecard', scorecardWords().title, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [root('dist')],
      retainContextWhenHidden: true,
      enableFindWidget: true,
    });
    panel.iconPath = new ThemeIcon('graph-line');
    const { webview } = panel;
    const listener = webview.onDidReceiveMessage(
      (message: unknown) => void this.#received(readFromScorecardPage(message)),
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
      listener.dispose();
    });
    this.#panel = panel;
    webview.html = webviewPage(
      {
        cspSource: webview.cspSource,
        style: webview.asWebviewUri(root('dist', 'scorecard.css')).toString(),
        script: webview.asWebviewUri(root('dist', 'scorecard.js')).toString(),
        nonce: crypto.randomUUID().replaceAll('-', ''),
        language: env.language,
      },
      '<main id="scorecard" aria-labelledby="title"></main>',
    );
  }

  async #received(message: FromScorecardPage | undefined): Promise<void> {
    try {
      await this.#answer(message);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#parts.log.error(`the scorecard: ${why}`);
      this.#post({ type: 'failed', text: l10n.t('That did not work: {0}', why) });
    }
  }

  async #answer(message: FromScorecardPage | undefined): Promise<void> {
    switch (message?.type) {
      case 'ready':
        this.#post({ type: 'words', words: scorecardWords(), language: env.language });
        return this.refresh();
      case 'choose': {
        const { type: _, ...chosen } = message;
        this.#chosen = chosen;
        return this.refresh();
      }
      case 'run':
        await commands.executeCommand('hearth.runScorecard');
        return;
      case 'use':
        return this.#use(message.task);
      case 'export':
        return this.#export();
      case 'exportCases':
        return this.#exportCases();
      case 'openFolder':
        return this.#openFolder();
      case 'keepCandidates':
        await keepCandidates(this.#parts, await this.#candidates());
        return this.refresh();
    }
  }

  /** From now on this task asks the run's model. */
  async #use(task: string): Promise<void> {
    const run = this.#shown.find(({ id }) => id === this.#chosen.run);
    if (!run || !this.#state?.verdicts.some((each) => each.task === task)) return;
    const { key } = settingsTable.taskModels;
    const models = { ...this.#parts.settings().taskModels, [task]: run.identity.model };
    await workspace.getConfiguration().update(key, models, ConfigurationTarget.Global);
    window.setStatusBarMessage(
      l10n.t('{0} asks {1} from now on.', titleOfTask(task), modelLabel(run.identity.model)),
      5000,
    );
    await this.refresh();
  }

  async #export(): Promise<void> {
    const [run, other] = [this.#chosen.run, this.#chosen.other].map((id) => this.#shown.find((each) => each.id === id));
    const { clock } = this.#parts;
    if (run && this.#state)
      await exportReport({ run, other, state: this.#state }, (at) => this.#time.format(at), clock);
  }

  async #exportCases(): Promise<void> {
    const cases = await chooseCases(this.#parts, await this.#problems(), l10n.t('Export the cases'));
    if (cases) await exportCases(cases, this.#parts.clock);
  }

  /** Opens a file of cases; the starter set where there is none of the user's own. */
  async #openFolder(): Promise<void> {
    const { folder } = this.#parts;
    const starter = Uri.joinPath(this.#parts.extensionUri, 'media', 'scorecard', 'starter.yaml');
    const items = [...(await folder.files()), starter].map((uri) => ({ label: uri.path.split('/').at(-1) ?? '', uri }));
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Files of cases'),
      placeHolder: l10n.t('Your own are in {0}', folder.uri.fsPath),
    });
    if (picked) await window.showTextDocument(picked.uri);
  }

  /** Escalations that were judged and are no cases yet. */
  async #candidates(): Promise<readonly JudgedCase[]> {
    const { folder } = this.#parts;
    const kept = (await folder.read(Uri.joinPath(folder.uri, 'escalations.yaml'))) ?? '';
    return (await this.#parts.judged.all()).filter(({ id }) => !kept.includes(id));
  }

  #post(message: ToScorecardPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}
