import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { type Address, type AddressFault, readAddress } from '../../../privacy/destination.ts';
import { loadPresets, nameOfApi, type Preset, presetAt } from '../../../privacy/presets.ts';
import type { ChosenProvider, SetUpParts } from './setUpParts.ts';
import { stepTitle } from './steps.ts';

interface Choice extends QuickPickItem {
  readonly preset?: Preset;
  readonly leadsTo?: 'extension' | 'address';
}

/** Lets the user choose who answers. @returns `extension` for a model that another extension offers */
export async function chooseProvider(parts: SetUpParts): Promise<ChosenProvider | 'extension' | undefined> {
  const presets = await loadPresets();
  const picked = await window.showQuickPick(choices(presets, await parts.keys.origins()), {
    title: stepTitle(1),
    placeHolder: l10n.t('Who shall answer hard requests? Nothing is sent now, nor later unseen.'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked?.leadsTo === 'extension') return 'extension';
  if (picked?.leadsTo === 'address') return ownAddress(presets);
  if (picked?.preset === undefined) return undefined;
  const { api, baseUrl } = picked.preset;
  return baseUrl.includes('{') ? enterAddress(api, baseUrl, presets) : chosen(api, readAddress(baseUrl, api), presets);
}

/** Those with a saved key first, then those that most people look for, then the rest. */
function choices(presets: readonly Preset[], origins: readonly string[]): readonly Choice[] {
  const isKnown = ({ baseUrl }: Preset) => URL.canParse(baseUrl) && origins.includes(new URL(baseUrl).origin);
  const choice = (preset: Preset): Choice => ({
    label: preset.name,
    description: preset.baseUrl.replace(/^https:\/\//, ''),
    preset,
  });
  const known = presets.filter(isKnown);
  const others = presets.filter((preset) => !isKnown(preset));
  return [
    ...group(l10n.t('Your key is saved'), known.map(choice)),
    ...group(l10n.t('Providers'), others.filter(({ favourite }) => favourite).map(choice)),
    {
      label: l10n.t('A Model of Another Extension…'),
      description: l10n.t('no key needed; what that extension sends is its own'),
      leadsTo: 'extension',
    },
    {
      label: l10n.t('Another Address…'),
      description: l10n.t('your company’s gateway, or a server of your own'),
      leadsTo: 'address',
    },
    ...group(l10n.t('More, with an API like OpenAI’s'), others.filter(({ favourite }) => !favourite).map(choice)),
  ];
}

function group(label: string, members: readonly Choice[]): readonly Choice[] {
  return members.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...members];
}

async function ownAddress(presets: readonly Preset[]): Promise<ChosenProvider | undefined> {
  const apis: readonly { readonly label: string; readonly description: string; readonly api: Preset['api'] }[] = [
    { label: l10n.t('Like OpenAI'), description: l10n.t('the usual one'), api: 'openai' },
    { label: l10n.t('Like Anthropic'), description: '/v1/messages', api: 'anthropic' },
    { label: l10n.t('Like Ollama'), description: '/api/chat', api: 'ollama' },
  ];
  const picked = await window.showQuickPick(apis, {
    title: stepTitle(1),
    placeHolder: l10n.t('What does it speak?'),
    ignoreFocusOut: true,
  });
  return picked && enterAddress(picked.api, '', presets);
}

async function enterAddress(
  api: Preset['api'],
  value: string,
  presets: readonly Preset[],
): Promise<ChosenProvider | undefined> {
  const typed = await window.showInputBox({
    title: stepTitle(1),
    prompt: l10n.t('The address of the provider. Nothing is sent now.'),
    placeHolder: usualAddresses[api],
    value,
    ignoreFocusOut: true,
    validateInput: (text) => faultWords(readAddress(text, api), api),
  });
  return typed === undefined ? undefined : chosen(api, readAddress(typed, api), presets);
}

function chosen(api: Preset['api'], address: Address, presets: readonly Preset[]): ChosenProvider | undefined {
  if (address.kind !== 'address') return undefined;
  const preset = presetAt(address.host, api, presets);
  return {
    api,
    baseUrl: address.baseUrl,
    origin: address.origin,
    host: address.host,
    name: preset?.name ?? nameOfApi[api],
    listsModels: preset?.listsModels ?? true,
    ...(preset?.prices === undefined ? {} : { prices: preset.prices }),
  };
}

/** What an address looks like in each API. */
const usualAddresses: Readonly<Record<Preset['api'], string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  ollama: 'https://ollama.com',
};

function faultWords(address: Address, api: Preset['api']): string | undefined {
  if (address.kind === 'address') return undefined;
  const words: Readonly<Record<AddressFault, string>> = {
    notAnAddress: l10n.t('Enter a web address, such as {0}.', usualAddresses[api]),
    notEncrypted: l10n.t(
      'Without encryption others could read along. Use https; plain http is for this computer only.',
    ),
    holdsKey: l10n.t('Leave user name and password out of the address. The key is asked for in the next step.'),
    holdsQuery: l10n.t('Leave out everything from "?" or "#" on.'),
  };
  return words[address.fault];
}
