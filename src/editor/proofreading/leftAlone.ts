import { ConfigurationTarget, l10n, type Memento, type QuickPickItem, window, workspace } from 'vscode';
import { type Settings, settingsTable } from '../../base/settings.ts';

/** For whom a word is left alone. */
export type LeftAloneFor = 'user' | 'workspace';

/** Where the words of a workspace are kept. */
const mementoKey = 'hearth.leaveAlone';

/**
 * Words that are right as they are. The user's own are a setting. Those of a workspace are kept by VS Code for this workspace on this
 * machine, not in a file of the folder: so nobody who wrote the folder can hide a mistake, or put words into a prompt.
 */
export class LeftAlone {
  readonly #settings: () => Settings;
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(settings: () => Settings, memento: Pick<Memento, 'get' | 'update'>) {
    this.#settings = settings;
    this.#memento = memento;
  }

  /** All of them, in small letters. */
  words(): ReadonlySet<string> {
    return new Set([...this.#settings().leaveAlone, ...this.#ofWorkspace()].map((word) => word.toLowerCase()));
  }

  async add(word: string, whom: LeftAloneFor): Promise<void> {
    if (this.words().has(word.toLowerCase())) return;
    if (whom === 'user') await this.#keepForUser([...this.#settings().leaveAlone, word]);
    else await this.#memento.update(mementoKey, [...this.#ofWorkspace(), word]);
  }

  /** Shows all of them; those that are unticked are heard of again. */
  async choose(): Promise<void> {
    const [user, own] = [this.#settings().leaveAlone, this.#ofWorkspace()];
    const items: readonly (QuickPickItem & { readonly whom: LeftAloneFor })[] = [
      ...user.map((label) => ({ label, description: l10n.t('for me'), picked: true, whom: 'user' as const })),
      ...own.map((label) => ({
        label,
        description: l10n.t('in this workspace'),
        picked: true,
        whom: 'workspace' as const,
      })),
    ];
    if (items.length === 0) {
      void window.showInformationMessage(
        l10n.t('No word is left alone yet. The quick fixes of a mistake that Proofread found can add one.'),
      );
      return;
    }
    const kept = await window.showQuickPick(items, {
      title: l10n.t('Words That Proofread Leaves Alone'),
      placeHolder: l10n.t('Untick a word to hear of it again'),
      canPickMany: true,
    });
    if (!kept) return;
    const left = (whom: LeftAloneFor) => kept.filter((item) => item.whom === whom).map(({ label }) => label);
    if (left('user').length < user.length) await this.#keepForUser(left('user'));
    if (left('workspace').length < own.length) await this.#memento.update(mementoKey, left('workspace'));
  }

  #ofWorkspace(): readonly string[] {
    const kept = this.#memento.get<unknown>(mementoKey);
    return Array.isArray(kept) ? kept.filter((word): word is string => typeof word === 'string') : [];
  }

  async #keepForUser(words: readonly string[]): Promise<void> {
    await workspace
      .getConfiguration()
      .update(settingsTable.leaveAlone.key, words.length === 0 ? undefined : words, ConfigurationTarget.Global);
  }
}
