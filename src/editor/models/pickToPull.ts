import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { CatalogueModel } from '../../models/catalogue.ts';
import type { Role } from '../../models/choose.ts';
import { isModelName } from '../../models/modelName.ts';
import { type Candidate, type Circumstances, candidatesFor, recommended } from '../../models/recommend.ts';
import { joined, roleWord, roomWord, sizeWord } from './modelWords.ts';

interface Item extends QuickPickItem {
  readonly name?: string;
  readonly typed?: true;
}

/** Asks which model to download: one of the catalogue, or any by its name. Undefined: none. */
export async function pickToPull(given: Circumstances): Promise<string | undefined> {
  const completion = recommended('completion', given);
  // What is used for completions is to stay in memory beside it.
  const beside = completion?.neededBytes ?? 0;
  const tasks = recommended('tasks', given, beside);
  const best = [...new Set([completion, tasks])].filter((each) => each !== undefined && !each.isInstalled);
  const others = (role: Role, besideBytes: number) =>
    candidatesFor(role, given, besideBytes).filter(
      ({ name, isInstalled }) => !isInstalled && !best.some((each) => each?.name === name),
    );
  const items: Item[] = [
    ...(best.length > 0 ? [separator(l10n.t('Suits this machine best'))] : []),
    ...best.flatMap((each) => (each ? [itemOf(each, '$(star-full) ')] : [])),
    separator(''),
    {
      label: `$(edit) ${l10n.t('Another Name…')}`,
      detail: l10n.t('Any model of the library, by its name'),
      typed: true,
    },
    separator(roleWord('completion')),
    ...others('completion', 0).map((each) => itemOf(each)),
    separator(roleWord('tasks')),
    ...others('tasks', beside).map((each) => itemOf(each)),
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Download a Model'),
    placeHolder: l10n.t('Models that you have are not listed'),
    matchOnDescription: true,
  });
  if (!picked?.typed) return picked?.name;
  const typed = await window.showInputBox({
    title: l10n.t('Download a Model'),
    prompt: l10n.t('The name of the model, such as qwen2.5-coder:1.5b-base'),
    validateInput: (value) => (isModelName(value.trim()) ? undefined : l10n.t('This is not the name of a model.')),
  });
  const name = typed?.trim();
  return name !== undefined && isModelName(name) ? name : undefined;
}

/** The download's size, where the catalogue has it. */
export function downloadBytes(name: string, catalogue: readonly CatalogueModel[]): number | undefined {
  return catalogue.find((model) => model.name === name)?.sizeBytes;
}

const separator = (label: string): Item => ({ label, kind: QuickPickItemKind.Separator });

function itemOf(model: Candidate, mark = ''): Item {
  const { name, sizeBytes, licence } = model;
  return {
    label: `${mark}${name}`,
    description: joined([
      sizeBytes === undefined ? undefined : sizeWord(sizeBytes),
      licence ?? l10n.t('licence not known'),
    ]),
    detail: roomWord(model),
    name,
  };
}
