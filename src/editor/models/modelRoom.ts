import { commands, l10n, window } from 'vscode';
import type { Role } from '../../models/choose.ts';
import { isNamed } from '../../models/modelName.ts';
import { type ModelEntry, type Overview, takeOverview } from '../../models/overview.ts';
import type { Engine } from '../../tiers/engine.ts';
import { TierError, type TierErrorReason } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { chooseContextSize } from './contextSize.ts';
import { InstalledModels } from './installedModels.ts';
import { modelLabel } from './modelLabel.ts';
import { cloudSection, ModelRow, othersSection, type RoleEngine, roleSection } from './modelRow.ts';
import type { ModelsParts } from './modelsParts.ts';
import { downloadBytes, pickToPull } from './pickToPull.ts';
import { Pulls } from './pulls.ts';
import { compareWithWorkspace, exportSetup, importSetup } from './setup.ts';
import { useFor } from './useFor.ts';

/** Which words stand in the view while it has no rows: `package.json` has them. */
const stateKey = 'hearth.modelsState';

/** The Models view and what can be done in it. Every method says itself what went wrong. */
export class ModelRoom {
  readonly installed: InstalledModels;
  readonly #parts: ModelsParts;
  readonly #repaint: () => void;
  readonly #pulls: Pulls;
  readonly #ended = new AbortController();
  /** What was seen last; undefined: look again. */
  #seen: Promise<Overview> | undefined;
  #engines: Promise<Readonly<Record<Role, RoleEngine>> | undefined> | undefined;

  /** @param repaint asks VS Code to show the rows anew */
  constructor(parts: ModelsParts, repaint: () => void) {
    this.#parts = parts;
    this.#repaint = repaint;
    const { library, where, clock } = parts;
    this.#pulls = new Pulls({ library, where, clock, onProgress: repaint });
    this.installed = new InstalledModels(parts, {
      pulls: this.#pulls,
      ended: this.#ended.signal,
      look: () => this.#look(),
      tried: (act) => this.#tried(act),
      changed: () => this.#changed(),
    });
  }

  dispose(): void {
    this.#ended.abort();
    this.#pulls.dispose();
  }

  /** Asks the engine anew, and shows what it says. */
  lookAgain(): void {
    this.#seen = undefined;
    this.#engines = undefined;
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
      this.#engines ??= this.#enginesByRole();
      const engines = await this.#engines;
      this.#show(entries.length === 0 ? 'empty' : 'models');
      if (entries.length === 0) return pulls;
      const { keepsModels } = this.#parts.engine;
      const local = entries.filter(({ model }) => !model.remote);
      const others = local.filter(({ roles, usedFor }) => roles.length === 0 && usedFor.length === 0);
      const cloud = entries.filter(({ model }) => model.remote);
      return [
        ...pulls,
        ...(['completion', 'tasks'] as const).map((role) => {
          const keeps = keepsModels && (role === 'completion' || !engines);
          return roleSection(role, local, choices[role], keeps, engines?.[role]);
        }),
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

  /** Where completions and tasks have engines of their own, what each is, and whether it answers. */
  async #enginesByRole(): Promise<Readonly<Record<Role, RoleEngine>> | undefined> {
    const { engine, where, tasksEngine } = this.#parts;
    const tasks = tasksEngine();
    if (!tasks) return undefined;
    const told = async (asked: Pick<Engine, 'name' | 'version'>, place: () => string): Promise<RoleEngine> => {
      const isSilent = await asked.version(this.#ended.signal).then(
        () => false,
        (error) => {
          if (error instanceof TierError) return true;
          throw error;
        },
      );
      return { words: isSilent ? place() : l10n.t('{0} at {1}', asked.name, place()), isSilent };
    };
    const [completion, answering] = await Promise.all([told(engine, where), told(tasks.engine, tasks.where)]);
    return { completion, tasks: answering };
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
