import { CancellationTokenSource, extensions, LanguageModelChatMessage, LanguageModelError, l10n, lm } from 'vscode';
import type { AskOtherModel } from '../../privacy/handOver.ts';
import { TierError } from '../../tiers/tier.ts';
import { chatVendor } from '../chat/chatVendor.ts';

/** A model that another extension offers. */
export interface OtherModel {
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  /** The name of the extension that offers it. */
  readonly extension: string;
}

/** The models that other extensions offer now, without our own. VS Code starts those extensions to find out; nothing is handed to them. */
export async function listOtherModels(): Promise<readonly OtherModel[]> {
  const models = await lm.selectChatModels();
  return models
    .filter(({ vendor }) => vendor !== chatVendor)
    .map(({ vendor, id, name }) => ({ vendor, id, name, extension: extensionOffering(vendor) }));
}

/** Which extension offers a vendor's models, by its name and id; the vendor's own name when that is not declared. */
export function extensionOffering(vendor: string): string {
  const found = extensions.all.find(({ packageJSON }) => {
    const offered: unknown = packageJSON?.contributes?.languageModelChatProviders;
    return Array.isArray(offered) && offered.some((each) => each?.vendor === vendor);
  });
  if (found === undefined) return vendor;
  const { displayName } = found.packageJSON;
  return typeof displayName === 'string' && !displayName.startsWith('%') ? `${displayName} (${found.id})` : found.id;
}

/** Hands messages to another extension's model over VS Code's `lm`. VS Code asks the user before the first time. */
export const askOtherModel: AskOtherModel = async function* (vendor, id, messages, signal) {
  const stopping = new CancellationTokenSource();
  const stop = () => stopping.cancel();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [model] = vendor === chatVendor ? [] : await lm.selectChatModels({ vendor, id });
    if (model === undefined) throw new TierError('modelMissing', `${vendor} offers no ${id}`);
    const handed = messages.map(({ role, content }) =>
      role === 'assistant' ? LanguageModelChatMessage.Assistant(content) : LanguageModelChatMessage.User(content),
    );
    const justification = l10n.t('You sent a request of Hearth to this model.');
    const response = await model.sendRequest(handed, { justification }, stopping.token);
    yield* response.text;
  } catch (error) {
    throw error instanceof TierError ? error : new TierError(reasonOf(error), vendor);
  } finally {
    signal.removeEventListener('abort', stop);
    stopping.dispose();
  }
};

/** The words of the other extension are left out: they may quote what it was handed. */
function reasonOf(error: unknown) {
  const code = error instanceof LanguageModelError ? error.code : '';
  if (code === LanguageModelError.NoPermissions.name) return 'notAllowed';
  if (code === LanguageModelError.NotFound.name) return 'modelMissing';
  return code === LanguageModelError.Blocked.name ? 'refused' : 'engineFailed';
}
