import { ConfigurationTarget, commands, type InputBoxOptions, l10n, window, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { type Settings, settingsTable } from '../../base/settings.ts';
import { type Address, type AddressFault, readAddress } from '../../privacy/destination.ts';
import type { CloudKeys } from './keys.ts';

/** Where most people's key is for; anyone else writes over it. */
const usualAddress = 'https://api.openai.com/v1';

/** Registers "Hearth: Configure the Cloud Tier": address, key and model, in three steps. Nothing is sent by it. */
export function registerConfigureCloud(parts: {
  readonly settings: () => Settings;
  readonly keys: CloudKeys;
}): Disposable {
  return commands.registerCommand('hearth.configureCloud', () => configureCloud(parts.settings(), parts.keys));
}

/** Asks for everything first and saves it then: Escape at any step changes nothing. */
async function configureCloud(settings: Settings, keys: CloudKeys): Promise<void> {
  const typedAddress = await ask(1, {
    prompt: l10n.t(
      'The address of an OpenAI-compatible provider; empty: no cloud. Nothing is sent now: you see each request before it goes.',
    ),
    placeHolder: usualAddress,
    value: settings.cloudBaseUrl || usualAddress,
    validateInput: (text) => (text.trim() === '' ? undefined : faultWords(readAddress(text))),
  });
  if (typedAddress?.trim() === '') return removeCloud(settings, keys);
  const address = typedAddress === undefined ? undefined : readAddress(typedAddress);
  if (address?.kind !== 'address') return;

  const savedKey = await keys.keyFor(address.origin);
  const typedKey = await ask(2, {
    prompt: l10n.t('Your key for {0}. It goes into VS Code’s secret storage and only ever to this host.', address.host),
    placeHolder: savedKey === undefined ? l10n.t('Key') : l10n.t('Leave empty to keep the saved key'),
    password: true,
    validateInput: (text) => keyFault(text.trim(), savedKey),
  });
  if (typedKey === undefined) return;

  const model = await ask(3, {
    prompt: l10n.t('The model to ask, by the name that {0} gives it.', address.host),
    placeHolder: l10n.t('Model name'),
    value: settings.cloudModel,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Enter the name of a model.') : undefined),
  });
  if (model === undefined) return;

  if (typedKey.trim() !== '') await keys.save(address.origin, typedKey.trim());
  await save(address.baseUrl, model.trim());
  void window.showInformationMessage(
    l10n.t('The cloud tier is {0} at {1}. Nothing has been sent.', model.trim(), address.host),
  );
}

/** Takes the cloud away again, and its key with it. */
async function removeCloud(settings: Settings, keys: CloudKeys): Promise<void> {
  const address = readAddress(settings.cloudBaseUrl);
  if (address.kind === 'address') await keys.forget(address.origin);
  await save(undefined, undefined);
  void window.showInformationMessage(l10n.t('No cloud is set up any more, and its key is deleted.'));
}

/** Into the user's own settings: no folder has a say in them. */
async function save(baseUrl: string | undefined, model: string | undefined): Promise<void> {
  const configuration = workspace.getConfiguration();
  await configuration.update(settingsTable.cloudProvider.key, undefined, ConfigurationTarget.Global);
  await configuration.update(settingsTable.cloudBaseUrl.key, baseUrl, ConfigurationTarget.Global);
  await configuration.update(settingsTable.cloudModel.key, model, ConfigurationTarget.Global);
}

function ask(step: number, options: InputBoxOptions): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Configure the Cloud Tier ({0}/3)', step),
    ignoreFocusOut: true, // people go and fetch the key
    ...options,
  });
}

function faultWords(address: Address): string | undefined {
  if (address.kind === 'address') return undefined;
  const words: Readonly<Record<AddressFault, string>> = {
    notAnAddress: l10n.t('Enter a web address, such as {0}.', usualAddress),
    notEncrypted: l10n.t(
      'Without encryption others could read along. Use https; plain http is for this computer only.',
    ),
    holdsKey: l10n.t('Leave user name and password out of the address. The key is asked for in the next step.'),
    holdsQuery: l10n.t('Leave out everything from "?" or "#" on.'),
  };
  return words[address.fault];
}

function keyFault(key: string, savedKey: string | undefined): string | undefined {
  if (key === '') return savedKey === undefined ? l10n.t('Enter the key.') : undefined;
  return /^[\x21-\x7e]+$/.test(key) ? undefined : l10n.t('A key has no spaces and no special characters.');
}
