import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Role } from '../../models/choose.ts';
import type { Inventory } from '../../models/inventory.ts';
import type { MeasuredSpeed } from '../../models/typingSpeed.ts';
import type { EngineModel } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { modelLabel } from './modelLabel.ts';
import type { ModelsParts } from './modelsParts.ts';
import { factsOf, joined, speedWord } from './modelWords.ts';
import { useFor } from './useFor.ts';

interface Choice extends QuickPickItem {
  /** The setting's value; empty for the automatic choice. */
  readonly value?: string;
}

/** Lets a person choose the model for a role. */
export async function chooseModel(
  role: Role,
  { inventory, where, speedOf }: Pick<ModelsParts, 'inventory' | 'where' | 'speedOf'>,
): Promise<void> {
  inventory.refresh();
  let choices: Choice[];
  try {
    const fitting = await inventory.candidates(role);
    choices = choicesFor(
      fitting,
      role === 'completion' ? await inventory.chatters() : [],
      await inventory.models(),
      inventory,
      speedOf,
    );
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, where()));
    return;
  }
  const picked = await window.showQuickPick(choices, {
    title: role === 'completion' ? l10n.t('Model for Completions') : l10n.t('Model for Tasks'),
    placeHolder: l10n.t('Models of the engine at {0}', where()),
    matchOnDescription: true,
  });
  if (picked?.value === undefined) return;
  await useFor(role, picked.value === '' ? undefined : picked.value);
}

/** @param chatting the models that are taken only where they are chosen here, since they can only be asked as in a chat */
function choicesFor(
  fitting: readonly EngineModel[],
  chatting: readonly EngineModel[],
  all: readonly EngineModel[],
  { abilityOf }: Pick<Inventory, 'abilityOf'>,
  speedOf: (model: string) => MeasuredSpeed | undefined,
): Choice[] {
  const facts = (model: EngineModel) => joined([factsOf(model), speedWord(speedOf(model.name) ?? {})]);
  const [best] = fitting;
  const rest = all.filter((model) => !fitting.includes(model) && !chatting.includes(model));
  const automatic: Choice = {
    label: l10n.t('$(sparkle) Automatic'),
    description: best ? l10n.t('now {0}', modelLabel(best.name)) : l10n.t('no installed model fits'),
    value: '',
  };
  const separator = (label: string): Choice => ({ label, kind: QuickPickItemKind.Separator });
  return [
    automatic,
    ...(fitting.length > 0 ? [separator(l10n.t('Installed'))] : []),
    ...fitting.map((model) => ({ label: modelLabel(model.name), description: facts(model), value: model.name })),
    ...(chatting.length > 0 ? [separator(l10n.t('Asked as in a chat: slower, and more often wrong'))] : []),
    ...chatting.map((model) => ({
      label: modelLabel(model.name),
      description: facts(model),
      detail:
        abilityOf(model) === 'notTrained'
          ? l10n.t('Not trained to fill in text at the cursor')
          : l10n.t('Of no family that Hearth knows to fill in text at the cursor'),
      value: model.name,
    })),
    ...(rest.length > 0 ? [separator(l10n.t('Not for this'))] : []),
    // Without a value: they are listed so that nobody wonders where they are, but they cannot be chosen.
    ...rest.map((model) => ({ label: `$(circle-slash) ${modelLabel(model.name)}`, description: whyNot(model) })),
  ];
}

function whyNot(model: EngineModel): string {
  return model.remote ? l10n.t('runs in a cloud, not on this machine') : l10n.t('makes no text');
}
