import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { readAddress } from '../../../privacy/destination.ts';
import { loadPresets, nameOfApi, presetAt } from '../../../privacy/presets.ts';
import { chooseCloudModel, chooseOtherModel } from './chooseCloudModel.ts';
import { chooseProvider } from './chooseProvider.ts';
import { forgetCloudSettings, saveChoice } from './cloudSettings.ts';
import { enterKey } from './enterKey.ts';
import { offerTest, type Tested } from './offerTest.ts';
import type { ChosenProvider, SetUpParts } from './setUpParts.ts';

interface Step extends QuickPickItem {
  readonly run?: () => Promise<void>;
}

/**
 * "Hearth: Configure the Cloud Tier": provider, key, model, test. Each step that asks the provider something says so first. All
 * is saved at the end: Escape at any step changes nothing.
 */
export async function configureCloud(parts: SetUpParts): Promise<void> {
  const { cloudProvider, cloudModel } = parts.settings();
  const provider = await providerNow(parts);
  const isExtension = cloudProvider === 'extension' && cloudModel !== '';
  if (provider === undefined && !isExtension) return setUp(parts);
  const steps: readonly Step[] = [
    ...(provider
      ? [
          { label: l10n.t('$(symbol-parameter) Another Model…'), run: () => withModel(parts, provider) },
          { label: l10n.t('$(key) Another Key…'), run: () => withKey(parts, provider, true) },
          { label: l10n.t('$(beaker) Test Key and Model…'), run: () => testNow(parts, provider) },
        ]
      : []),
    { label: l10n.t('$(cloud) Another Provider…'), run: () => setUp(parts) },
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: l10n.t('$(circle-slash) Remove'),
      description: l10n.t('no cloud any more; deletes this key'),
      run: () => remove(parts, provider),
    },
    {
      label: l10n.t('$(trash) Forget Everything…'),
      description: l10n.t('deletes all keys and all settings of the cloud'),
      run: () => forgetEverything(parts),
    },
  ];
  const picked = await window.showQuickPick(steps, {
    title: l10n.t('Configure the Cloud Tier'),
    placeHolder: provider
      ? l10n.t('Now {0} at {1}', cloudModel, provider.host)
      : l10n.t('Now {0}, handed to another extension', cloudModel),
  });
  await picked?.run?.();
}

/** The provider that is set up; undefined when there is none, or none that can be used. */
async function providerNow({ settings, keys }: SetUpParts): Promise<ChosenProvider | undefined> {
  const { cloudProvider: api, cloudBaseUrl, cloudModel } = settings();
  if (api === 'extension' || cloudModel === '') return undefined;
  const address = readAddress(cloudBaseUrl, api);
  if (address.kind !== 'address' || (await keys.keyFor(address.origin)) === undefined) return undefined;
  const preset = presetAt(address.host, api, await loadPresets());
  return {
    api,
    ...address,
    name: preset?.name ?? nameOfApi[api],
    listsModels: preset?.listsModels ?? true,
    ...(preset?.prices === undefined ? {} : { prices: preset.prices }),
  };
}

async function setUp(parts: SetUpParts): Promise<void> {
  const provider = await chooseProvider(parts);
  if (provider === 'extension') await withOtherModel();
  else if (provider) await withKey(parts, provider, false);
}

async function withOtherModel(): Promise<void> {
  const cloudModel = await chooseOtherModel();
  if (cloudModel === undefined) return;
  await saveChoice({ cloudProvider: 'extension', cloudBaseUrl: '', cloudModel });
  void window.showInformationMessage(
    l10n.t('Hard requests are handed to {0}, each after you have seen it. Nothing has been handed over.', cloudModel),
  );
}

/** @param keepsModel whether only the key changes */
async function withKey(parts: SetUpParts, provider: ChosenProvider, keepsModel: boolean): Promise<void> {
  const key = await enterKey(provider.host, await parts.keys.keyFor(provider.origin));
  if (key === undefined) return;
  const model = keepsModel ? parts.settings().cloudModel : await chooseCloudModel(parts, provider, key);
  if (model !== undefined) await finish(parts, provider, key, model);
}

async function withModel(parts: SetUpParts, provider: ChosenProvider): Promise<void> {
  const key = await parts.keys.keyFor(provider.origin);
  const model = key === undefined ? undefined : await chooseCloudModel(parts, provider, key);
  if (key !== undefined && model !== undefined) await finish(parts, provider, key, model);
}

async function testNow(parts: SetUpParts, provider: ChosenProvider): Promise<void> {
  const key = await parts.keys.keyFor(provider.origin);
  if (key !== undefined)
    tell(await test(parts, provider, key, parts.settings().cloudModel), provider, parts.settings().cloudModel);
}

/** Offers the test and saves: also what failed it, if the user wants that. */
async function finish(parts: SetUpParts, provider: ChosenProvider, key: string, model: string): Promise<void> {
  const tested = await test(parts, provider, key, model);
  if (tested === undefined) return;
  if (tested === 'failed') {
    const save = l10n.t('Save Anyway');
    const again = l10n.t('Start Again');
    const question = l10n.t('The test of {0} at {1} did not go well. Nothing is saved yet.', model, provider.host);
    const picked = await window.showWarningMessage(question, save, again);
    if (picked === again) return withKey(parts, provider, false);
    if (picked !== save) return;
  }
  await parts.keys.save(provider.origin, key);
  await saveChoice({ cloudProvider: provider.api, cloudBaseUrl: provider.baseUrl, cloudModel: model });
  tell(tested, provider, model);
}

function test(parts: SetUpParts, { name, api, baseUrl, host }: ChosenProvider, key: string, model: string) {
  return offerTest(parts, { provider: name, api, baseUrl, model, price: 'unknown' }, host, key);
}

function tell(tested: Tested | undefined, { host }: ChosenProvider, model: string): void {
  if (tested === 'works') {
    void window.showInformationMessage(l10n.t('The cloud tier is {0} at {1}. It answers.', model, host));
  } else if (tested === 'notTested') {
    void window.showInformationMessage(l10n.t('The cloud tier is {0} at {1}. It has not been tested.', model, host));
  }
}

/** Takes the cloud away again, and its key with it. */
async function remove({ keys }: SetUpParts, provider: ChosenProvider | undefined): Promise<void> {
  if (provider) await keys.forget(provider.origin);
  await saveChoice(undefined);
  void window.showInformationMessage(l10n.t('No cloud is set up any more, and its key is deleted.'));
}

async function forgetEverything({ keys }: SetUpParts): Promise<void> {
  const forget = l10n.t('Forget Everything');
  const origins = (await keys.origins()).map((origin) => origin.replace(/^https:\/\//, ''));
  const detail = l10n.t(
    'Keys: {0}. The settings under "hearth.cloud" go back to their defaults. The record of what left this computer stays.',
    origins.length === 0 ? l10n.t('none') : origins.join(', '),
  );
  const question = l10n.t('Delete all keys and all settings of the cloud?');
  if ((await window.showWarningMessage(question, { modal: true, detail }, forget)) !== forget) return;
  await keys.forgetAll();
  await forgetCloudSettings();
  void window.showInformationMessage(l10n.t('All keys and all settings of the cloud are deleted.'));
}
