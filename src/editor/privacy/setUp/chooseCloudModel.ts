import { env, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { loadPrices, priceOf } from '../../../privacy/price.ts';
import { listModels } from '../../../tiers/cloudSetUp.ts';
import { usd } from '../../usd.ts';
import { listOtherModels } from '../otherModels.ts';
import { asking } from './asking.ts';
import type { ChosenProvider, SetUpParts } from './setUpParts.ts';
import { stepTitle } from './steps.ts';

/** Lets the user choose a provider's model: from its list, which is asked for only after saying so, or by typing its name. */
export async function chooseCloudModel(
  parts: SetUpParts,
  provider: ChosenProvider,
  key: string,
): Promise<string | undefined> {
  if (!provider.listsModels) return typeModel(parts, provider);
  const list = { label: l10n.t('Ask for the List'), asks: true };
  const type = { label: l10n.t('Type the Name'), asks: false };
  const picked = await window.showQuickPick([list, type], {
    title: stepTitle(3),
    placeHolder: l10n.t('Ask {0} for its list of models? No text of yours is in it.', provider.host),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (!picked.asks) return typeModel(parts, provider);
  const names = await asking(l10n.t('Asking {0} for its models', provider.host), provider.host, (signal) =>
    listModels(parts.inquire, provider, key, signal),
  );
  if (names === undefined) return typeModel(parts, provider);
  return pickModel(parts, provider, names);
}

interface ModelChoice extends QuickPickItem {
  readonly model?: string;
  readonly types?: true;
}

async function pickModel(
  parts: SetUpParts,
  provider: ChosenProvider,
  names: readonly string[],
): Promise<string | undefined> {
  const prices = await loadPrices();
  const { cloudPrices } = parts.settings();
  const priceWords = (model: string) => {
    const price = priceOf(model, provider.prices, prices, cloudPrices, parts.clock.now());
    if (typeof price !== 'object') return '';
    const amounts = [usd(price.input, env.language), usd(price.output, env.language)] as const;
    const words = l10n.t('{0} and {1} for a million tokens in and out', ...amounts);
    return price.from === 'user' ? words : l10n.t('{0}, as of {1}', words, price.from.date);
  };
  const choices: readonly ModelChoice[] = [
    ...names.map((model) => ({ label: model, description: priceWords(model), model })),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: l10n.t('Type the Name…'), types: true },
  ];
  const picked = await window.showQuickPick(choices, {
    title: stepTitle(3),
    placeHolder: l10n.t('{0} models of {1}', names.length, provider.host),
    ignoreFocusOut: true,
  });
  return picked?.types ? typeModel(parts, provider) : picked?.model;
}

async function typeModel(parts: SetUpParts, { baseUrl, host }: ChosenProvider): Promise<string | undefined> {
  const { cloudBaseUrl, cloudModel } = parts.settings();
  const typed = await window.showInputBox({
    title: stepTitle(3),
    prompt: l10n.t('The model to ask, by the name that {0} gives it.', host),
    placeHolder: l10n.t('Model name'),
    value: cloudBaseUrl === baseUrl ? cloudModel : '',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Enter the name of a model.') : undefined),
  });
  return typed?.trim() || undefined;
}

/** Lets the user choose a model that another extension offers. @returns `vendor/id` */
export async function chooseOtherModel(): Promise<string | undefined> {
  const models = await listOtherModels();
  if (models.length === 0) {
    void window.showInformationMessage(l10n.t('No other extension offers a model here.'));
    return undefined;
  }
  const choices = models.map(({ vendor, id, name, extension }) => ({
    label: name,
    description: id === name ? '' : id,
    detail: l10n.t('offered by {0}', extension),
    value: `${vendor}/${id}`,
  }));
  const picked = await window.showQuickPick(choices, {
    title: stepTitle(3),
    placeHolder: l10n.t('What you send is handed to the extension; what that sends, and where, is its own.'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.value;
}
