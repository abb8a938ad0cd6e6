import { env, l10n, window } from 'vscode';
import { contextTokensFor } from '../../models/inventory.ts';
import type { ModelEntry, Overview } from '../../models/overview.ts';
import { TierError } from '../../tiers/tier.ts';
import { modelLabel } from './modelLabel.ts';
import { detailsOf, ModelRow } from './modelRow.ts';
import type { ModelsParts } from './modelsParts.ts';
import { joined, optionalSize, roleWord, shortDigest, sizeWord } from './modelWords.ts';
import type { Pulls } from './pulls.ts';
import { withSeconds } from './withSeconds.ts';

/** The room that the models are in. */
export interface AroundModels {
  readonly pulls: Pulls;
  /** Ends with the room. */
  readonly ended: AbortSignal;
  /** @throws {TierError} */
  look(): Promise<Overview>;
  /** Says what went wrong with what is tried. */
  tried(act: () => Promise<void>): Promise<unknown>;
  /** Told after something was done to the models. */
  changed(): void;
}

/** What can be done with a model that is installed: the row's, or one that is asked for. */
export class InstalledModels {
  readonly #parts: ModelsParts;
  readonly #room: AroundModels;

  constructor(parts: ModelsParts, room: AroundModels) {
    this.#parts = parts;
    this.#room = room;
  }

  async load(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Load into Memory'),
      ({ running, model }) => !running && !model.remote,
      async (entry) => {
        const { name } = entry.model;
        const { engine, settings, clock } = this.#parts;
        const contextTokens = contextTokensFor(entry.model, settings().contextTokens);
        const title = l10n.t('Loading {0}', modelLabel(name));
        await withSeconds(title, clock, this.#room.ended, (signal) => engine.load(name, contextTokens, signal));
        this.#room.changed();
      },
    );
  }

  async unload(row?: unknown): Promise<void> {
    await this.#withModel(
      row,
      l10n.t('Take out of Memory'),
      ({ running }) => running !== undefined,
      async ({ model }) => {
        await this.#parts.library.unload(model.name, this.#room.ended);
        this.#room.changed();
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
        if (!(await this.#room.pulls.start(name, sizeBytes))) return;
        this.#room.changed();
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
        await this.#parts.library.remove(model.name, this.#room.ended);
        this.#room.changed();
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

  /** Does something with the row's model, or with one that is asked for. */
  async #withModel(
    row: unknown,
    title: string,
    fits: (entry: ModelEntry) => boolean,
    act: (entry: ModelEntry) => Promise<void>,
  ): Promise<void> {
    await this.#room.tried(async () => {
      await this.#parts.allow();
      const { entries } = await this.#room.look();
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
