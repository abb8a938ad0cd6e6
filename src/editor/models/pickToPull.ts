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
  const items: Item[] = [
    {
      label: `$(edit) ${l10n.t('Another Name…')}`,
      detail: l10n.t('Any model of the library, by its name'),
      typed: true,
    },
    ...itemsFor('completion', given),
    ...itemsFor('tasks', given),
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Download a Model'),
    placeHolder: l10n.t('A star marks what suits this machine best. Models that you have are not listed.'),
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

function itemsFor(role: Role, given: Circumstances): Item[] {
  // What is used for completions is to stay in memory beside it.
  const beside = role === 'tasks' ? (recommended('completion', given)?.neededBytes ?? 0) : 0;
  const best = recommended(role, given, beside);
  const others = candidatesFor(role, given, beside).filter(
    ({ name, isInstalled }) => !isInstalled && name !== best?.name,
  );
  const first = best && !best.isInstalled ? [itemOf(best, true)] : [];
  return [
    { label: roleWord(role), kind: QuickPickItemKind.Separator },
    ...first,
    ...others.map((each) => itemOf(each, false)),
  ];
}

function itemOf(model: Candidate, isBest: boolean): Item {
  const { name, sizeBytes, licence } = model;
  return {
    label: isBest ? `$(star-full) ${name}` : name,
    description: joined([
      sizeBytes === undefined ? undefined : sizeWord(sizeBytes),
      licence ?? l10n.t('licence not known'),
    ]),
    detail: roomWord(model),
    name,
  };
}
