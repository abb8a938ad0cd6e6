import { ConfigurationTarget, FileSystemError, l10n, Uri, window, workspace } from 'vscode';
import type { Settings } from '../../base/settings.ts';
import type { Overview } from '../../models/overview.ts';
import {
  changesBy,
  type Drift,
  driftOf,
  largestSetupBytes,
  type NamedModel,
  readSetup,
  readSuggestions,
  writeSetup,
} from '../../models/setup.ts';
import { showProblem } from '../showProblem.ts';
import { shortDigest } from './modelWords.ts';

/** Where a workspace suggests models. It is read only when somebody asks, and only in a workspace that is trusted. */
const suggestionsFile = '.hearth/models.json';

type Look = () => Promise<Overview>;
type Download = (name: string) => Promise<boolean>;

/** Asks where to, and writes the models that are used, with their digests, and the settings that go with them. */
export async function exportSetup({ choices, circumstances }: Overview, settings: Settings): Promise<void> {
  const used = (role: 'completion' | 'tasks') => {
    const { name, problem } = choices[role];
    return problem ? undefined : circumstances.installed.find((model) => model.name === name);
  };
  const [completion, tasks] = [used('completion'), used('tasks')];
  const text = writeSetup({ ...(completion ? { completion } : {}), ...(tasks ? { tasks } : {}) }, settings);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export the Setup of Models'),
    filters: { JSON: ['json'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, 'hearth-setup.json') } : {}),
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void window.showInformationMessage(l10n.t('Exported to {0}.', workspace.asRelativePath(target)));
}

/** Asks which file, shows what it would change, and does that only if told to. Nothing is downloaded without another word. */
export async function importSetup(look: Look, settings: () => Settings, download: Download): Promise<void> {
  const [file] =
    (await window.showOpenDialog({ title: l10n.t('Import a Setup of Models'), filters: { JSON: ['json'] } })) ?? [];
  if (file === undefined) return;
  const text = await textOf(file);
  const setup = text === undefined ? undefined : readSetup(text);
  if (setup === undefined) {
    await showProblem({ message: l10n.t('{0} is not a setup that Hearth exported.', workspace.asRelativePath(file)) });
    return;
  }
  const { circumstances } = await look();
  const drifts = driftOf(setup.models, circumstances.installed).filter(({ state }) => state !== 'same');
  const changes = changesBy(setup, settings());
  if (changes.length === 0 && drifts.length === 0) {
    void window.showInformationMessage(l10n.t('Everything is already as this setup says.'));
    return;
  }
  const apply = l10n.t('Import');
  const lines = [
    ...changes.map(({ key, from, to }) => l10n.t('{0}: {1} becomes {2}', key, shown(from), shown(to))),
    ...drifts.map(driftWord),
  ];
  const picked = await window.showWarningMessage(
    l10n.t('Import this setup?'),
    { modal: true, detail: lines.join('\n') },
    apply,
  );
  if (picked !== apply) return;
  for (const { key, to } of changes) await workspace.getConfiguration().update(key, to, ConfigurationTarget.Global);
  const missing = drifts
    .filter(({ state }) => state === 'missing' || state === 'otherDigest')
    .map(({ model }) => model);
  if (missing.length > 0) await offerDownloads(missing, download);
}

/**
 * Shows how what is installed differs from what the workspace suggests. Models are downloaded where one is picked; none is ever
 * chosen.
 * @returns the differences; undefined where the workspace suggests nothing, or may not
 */
export async function compareWithWorkspace(look: Look, download: Download): Promise<readonly Drift[] | undefined> {
  if (!workspace.isTrusted) {
    await showProblem({
      message: l10n.t('What a folder suggests is read only once you trust its workspace.'),
      action: { label: l10n.t('Manage Trust'), command: 'workbench.trust.manage' },
    });
    return undefined;
  }
  const suggested = await suggestions();
  if (suggested === undefined) return undefined;
  const { circumstances } = await look();
  const drifts = driftOf(suggested, circumstances.installed);
  const picked = await window.showQuickPick(
    drifts.map((drift) => ({ ...faceOf(drift), drift })),
    {
      title: l10n.t('Models That This Workspace Suggests'),
      placeHolder: l10n.t('Pick one to download it. Which models are used stays as you chose.'),
    },
  );
  if (picked && (picked.drift.state === 'missing' || picked.drift.state === 'otherDigest')) {
    await download(picked.drift.model.name);
  }
  return drifts;
}

/** What the folders suggest; says so where that is nothing. */
async function suggestions(): Promise<readonly NamedModel[] | undefined> {
  const all: NamedModel[] = [];
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const text = await textOf(Uri.joinPath(uri, suggestionsFile));
    const read = text === undefined ? [] : readSuggestions(text);
    if (read === undefined) {
      await showProblem({ message: l10n.t('{0} is not of the form that Hearth reads.', suggestionsFile) });
      return undefined;
    }
    all.push(...read);
  }
  if (all.length > 0) return all;
  void window.showInformationMessage(l10n.t('This workspace suggests no models: it would in {0}.', suggestionsFile));
  return undefined;
}

/** The text of a file; undefined where there is none, or too large a one. */
async function textOf(uri: Uri): Promise<string | undefined> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > largestSetupBytes) return undefined;
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

async function offerDownloads(models: readonly NamedModel[], download: Download): Promise<void> {
  const start = l10n.t('Download');
  const names = models.map(({ name }) => name).join(', ');
  if ((await window.showInformationMessage(l10n.t('The setup also needs: {0}', names), start)) !== start) return;
  for (const { name } of models) if (!(await download(name))) return;
}

function faceOf(drift: Drift): { label: string; description: string } {
  const icon = { same: 'check', otherDigest: 'warning', missing: 'cloud-download', cloud: 'warning' }[drift.state];
  return { label: `$(${icon}) ${drift.model.name}`, description: stateWord(drift) };
}

function driftWord(drift: Drift): string {
  return `${drift.model.name}: ${stateWord(drift)}`;
}

function stateWord({ state, model, installed }: Drift): string {
  switch (state) {
    case 'same':
      return model.digest === undefined ? l10n.t('installed') : l10n.t('installed, with just these weights');
    case 'otherDigest':
      return l10n.t(
        'other weights: {0} is named, {1} is here',
        shortDigest(model.digest ?? ''),
        shortDigest(installed?.digest ?? ''),
      );
    case 'missing':
      return l10n.t('not installed');
    case 'cloud':
      return l10n.t('runs in a cloud here, so it is not used');
  }
}

/** A setting's value in a few words. */
function shown(value: unknown): string {
  const text = value === '' ? l10n.t('(empty)') : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
