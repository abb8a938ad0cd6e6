import { ConfigurationTarget, commands, env, l10n, window, workspace } from 'vscode';
import { settingsTable } from '../../base/settings.ts';
import type { Role } from '../../models/choose.ts';
import { contextTokensFor } from '../../models/inventory.ts';
import { isNamed } from '../../models/modelName.ts';
import { type ModelEntry, type Overview, takeOverview } from '../../models/overview.ts';
import { TierError, type TierErrorReason } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { withProgress } from '../withProgress.ts';
import { chooseContextSize } from './contextSize.ts';
import { modelLabel } from './modelLabel.ts';
import { cloudSection, detailsOf, ModelRow, othersSection, roleSection } from './modelRow.ts';
import type { ModelsParts } from './modelsParts.ts';
import { joined, optionalSize, roleWord, shortDigest, sizeWord } from './modelWords.ts';
import { downloadBytes, pickToPull } from './pickToPull.ts';
import { Pulls } from './pulls.ts';
import { compareWithWorkspace, exportSetup, importSetup } from './setup.ts';

/** Which words stand in the view while it has no rows: `package.json` has them. */
const stateKey = 'hearth.modelsState';

/** The Models view and what can be done in it. Every method says itself what went wrong. */
export class ModelRoom {
  readonly #parts: ModelsParts;
  readonly #repaint: () => void;
  readonly #pulls: Pulls;
  readonly #ended = new AbortController();
  /** What was seen last; undefined: look again. */
  #seen: Promise<Overview> | undefined;

  /** @param repaint asks VS Code to show the rows anew */
  constructor(parts: ModelsParts, repaint: () => void) {
    this.#parts = parts;
    this.#repaint = repaint;
    const { library, where, clock } = parts;
    this.#pulls = new Pulls({ library, where, clock, onProgress: repaint });
  }

  dispose(): void {
    this.#ended.abort();
    this.#pulls.dispose();
  }

  /** Asks the engine anew, and shows what it says. */
  lookAgain(): void {
    this.#seen = undefined;
    this.#repaint();
  }

  /** The same because somebody says so: then they can be asked whether this engine may be used at all. */
  async refresh(): Promise<void> {
    await this.#tried(() => this.#parts.allow());
    this.lookAgain();
  }

  /** The rows of the view. None where there is nothing to show: then the view's own words stand there. */
  async rows(): Promise<readonly ModelRow[]> {
    const pulls = this.#pulls.rows;
    try {
      this.#seen ??= this.#look();
      const { entries, choices } = await this.#seen;
      this.#show(entries.length === 0 ? 'empty' : 'models');
      if (entries.length === 0) return pulls;
      const { keepsModels } = this.#parts.engine;
      const local = entries.filter(({ model }) => !model.remote);
      const others = local.filter(({ roles, usedFor }) => roles.length === 0 && usedFor.length === 0);
      const cloud = entries.filter(({ model }) => model.remote);
      return [
        ...pulls,
        ...(['completion', 'tasks'] as const).map((role) => roleSection(role, local, choices[role], keepsModels)),
        ...(others.length > 0 ? [othersSection(others, keepsModels)] : []),
        ...(cloud.length > 0 ? [cloudSection(cloud, keepsModels)] : []),
      ];
    } catch (error) {
      this.#seen = undefined;
      if (!(error instanceof TierError)) throw error;
      this.#show(stateOf(error.reason));
      return pulls;
    }
  }

  /** Downloads a model: the row's, or one that is asked for. */
  async pull(row?: unknown): Promise<void> {
    await this.#tried(async () => {
      await this.#parts.allow();
      const { circumstances } = await this.#look();
      const { name: engine, keepsModels } = this.#parts.engine;
      if (!keepsModels) throw new TierError('keepsNoModels', engine);
      const name = row instanceof ModelRow && row.model !== undefined ? row.model : await pickToPull(circumstances);
      if (name !== undefined) await this.#download(name, downloadBytes(name, circumstances.catalogue));
    });
  }

  stop(row: unknown): void {
    if (row instanceof ModelRow && row.model !== undefined) this.#pulls.stop(row.model);
  }

  forget(row: unknown): void {
    if (row instanceof ModelRow && row.model !== undefined) this.#pulls.forget(row.model);
  }

  /** Uses a model for a role, from now on. */
  async use(role: Role, row?: unknown): Promise<void> {
    if (!(row instanceof ModelRow) || row.model === undefined) {
      await commands.executeCommand(role === 'completion' ? 'hearth.chooseCompletionModel' : 'hearth.chooseTaskModel');
      return;
    }
    await useFor(role, row.model);
    this.lookAgain();
  }

  async load(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Load into Memory'),
      ({ running, model }) => !running && !model.remote,
      async (entry) => {
        const { name } = entry.model;
        const { engine, settings } = this.#parts;
        const contextTokens = contextTokensFor(entry.model, settings().contextTokens);
        const title = l10n.t('Loading {0}', modelLabel(name));
        await this.#cancellable(title, (signal) => engine.load(name, contextTokens, signal));
        this.#changed();
      },
    );
  }

  async unload(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Take out of Memory'),
      ({ running }) => running !== undefined,
      async ({ model }) => {
        await this.#parts.library.unload(model.name, this.#ended.signal);
        this.#changed();
      },
    );
  }

  /** Downloads what is new of a model, and says whether anything was. */
  async update(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Update'),
      ({ model }) => !model.remote,
      async ({ model: { name, digest, sizeBytes } }) => {
        if (!(await this.#pulls.start(name, sizeBytes))) return;
        this.#changed();
        const now = (await this.#parts.inventory.models()).find((model) => model.name === name)?.digest ?? digest;
        const label = modelLabel(name);
        void window.showInformationMessage(
          now === digest
            ? l10n.t('{0} is up to date.', label)
            : l10n.t('{0} was updated, from {1} to {2}.', label, shortDigest(digest ?? ''), shortDigest(now ?? '')),
        );
      },
    );
  }

  /** Deletes a model, after a question. */
  async remove(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Delete'),
      () => true,
      async ({ model, usedFor }) => {
        const remove = l10n.t('Delete');
        const uses = usedFor.map((role) => l10n.t('Hearth uses it now: {0}.', roleWord(role)));
        const freed = l10n.t(
          '{0} on the disk of {1} become free. It can be downloaded again.',
          sizeWord(model.sizeBytes ?? 0),
          this.#parts.where(),
        );
        const picked = await window.showWarningMessage(
          l10n.t('Delete {0}?', model.name),
          { modal: true, detail: [...uses, freed].join(' ') },
          remove,
        );
        if (picked !== remove) return;
        await this.#parts.library.remove(model.name, this.#ended.signal);
        this.#changed();
      },
    );
  }

  async copy(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Copy Details'),
      () => true,
      async (entry) => {
        const { name, digest } = entry.model;
        const details = detailsOf(entry)
          .filter(([what]) => what !== l10n.t('Digest'))
          .map(([what, value]) => `${what}: ${value}`);
        const whole = digest === undefined ? [] : [`${l10n.t('Digest')}: ${digest}`];
        await env.clipboard.writeText([name, ...details, ...whole].join('\n'));
      },
    );
  }

  async chooseContextSize(): Promise<void> {
    await this.#tried(async () => {
      await chooseContextSize(await this.#look(), this.#parts, this.#ended.signal);
      this.lookAgain();
    });
  }

  /** @returns how what is installed differs from what the workspace suggests; undefined where it suggests nothing */
  compare(): Promise<unknown> {
    return this.#tried(async () =>
      compareWithWorkspace(
        () => this.#look(),
        (name) => this.#download(name),
      ),
    );
  }

  async exportSetup(): Promise<void> {
    await this.#tried(async () => exportSetup(await this.#look(), this.#parts.settings()));
  }

  async importSetup(): Promise<void> {
    await this.#tried(async () => {
      await importSetup(
        () => this.#look(),
        this.#parts.settings,
        (name) => this.#download(name),
      );
      this.lookAgain();
    });
  }

  #look(): Promise<Overview> {
    return takeOverview(this.#parts, this.#ended.signal);
  }

  #show(state: string): void {
    void commands.executeCommand('setContext', stateKey, state);
  }

  /** After what was done here. */
  #changed(): void {
    this.#parts.onChanged();
    this.lookAgain();
  }

  async #download(name: string, expectedBytes?: number): Promise<boolean> {
    if (!(await this.#pulls.start(name, expectedBytes))) return false;
    this.#changed();
    const { entries } = await this.#look();
    const entry = entries.find(({ model }) => isNamed(model, name));
    // Not waited for: what follows does not hang on it.
    void this.#offer(name, entry);
    return true;
  }

  /** Says that a model is there, and offers to use it for what it is made for. */
  async #offer(name: string, entry: ModelEntry | undefined): Promise<void> {
    const [role] = (entry?.roles ?? []).filter((each) => !entry?.usedFor.includes(each));
    const label = modelLabel(name);
    if (entry === undefined || role === undefined) {
      void window.showInformationMessage(l10n.t('{0} is there.', label));
      return;
    }
    const use = role === 'completion' ? l10n.t('Use for Completions') : l10n.t('Use for Tasks');
    if ((await window.showInformationMessage(l10n.t('{0} is there.', label), use)) !== use) return;
    await useFor(role, entry.model.name);
    this.lookAgain();
  }

  /** Does something with the row's model, or with one that is asked for. */
  async #withModel(
    row: unknown,
    title: string,
    fits: (entry: ModelEntry) => boolean,
    act: (entry: ModelEntry) => Promise<void>,
  ): Promise<void> {
    await this.#tried(async () => {
      await this.#parts.allow();
      const { entries } = await this.#look();
      const wanted = row instanceof ModelRow ? row.model : undefined;
      const entry =
        wanted === undefined
          ? await pickEntry(title, entries.filter(fits))
          : entries.find(({ model }) => model.name === wanted);
      // Somebody deleted it meanwhile.
      if (!entry && wanted !== undefined) throw new TierError('modelMissing', wanted);
      if (entry) await act(entry);
    });
  }

  async #tried<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (this.#ended.signal.aborted) return undefined;
      if (!(error instanceof TierError)) throw error;
      this.lookAgain();
      await showProblem(problemFor(error.reason, error.message, this.#parts.where()));
      return undefined;
    }
  }

  /** Says each second for how long it has been going on. */
  async #count(report: (text: string) => void, over: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const began = clock.now();
    for (; ; report(l10n.t('{0} s', Math.round((clock.now() - began) / 1000)))) {
      await clock.wait(1000, over);
      if (over.aborted) return;
    }
  }

  /** Something that may take minutes, shown with how long it has taken and a way to cancel it. */
  #cancellable(title: string, act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    return withProgress(title, async (cancelled, report) => {
      const over = new AbortController();
      try {
        void this.#count(report, AbortSignal.any([cancelled, this.#ended.signal, over.signal]));
        await act(AbortSignal.any([cancelled, this.#ended.signal]));
      } catch (error) {
        if (!cancelled.aborted) throw error;
      } finally {
        over.abort();
      }
    });
  }
}

/** The view's own words for a failure: what may have to be set, or the engine itself. */
function stateOf(reason: TierErrorReason): string {
  switch (reason) {
    case 'badEndpoint':
    case 'keyRejected':
    case 'notTheEngine':
    case 'notAllowed':
    case 'unreachable':
      return reason;
    default:
      return 'failed';
  }
}

async function useFor(role: Role, model: string): Promise<void> {
  const { key } = role === 'completion' ? settingsTable.completionModel : settingsTable.taskModel;
  await workspace.getConfiguration().update(key, model, ConfigurationTarget.Global);
}

async function pickEntry(title: string, entries: readonly ModelEntry[]): Promise<ModelEntry | undefined> {
  const items = entries.map((entry) => ({
    label: modelLabel(entry.model.name),
    description: joined([optionalSize(entry.model.sizeBytes), entry.running ? l10n.t('in memory') : undefined]),
    entry,
  }));
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t('Which model?') });
  return picked?.entry;
}
