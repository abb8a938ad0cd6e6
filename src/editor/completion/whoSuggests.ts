import { ConfigurationTarget, commands, env, extensions, l10n, type Memento, window, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { type Settings, settingsTable } from '../../base/settings.ts';
import type { Neighbour } from '../../models/health/finding.ts';
import { otherSuggesters } from '../../models/health/neighbours.ts';

/** What the question needs. */
export interface WhoSuggestsParts {
  /** The user's own state, over all windows. */
  readonly memory: Memento;
  readonly neighbours: () => readonly Neighbour[];
  readonly settings: () => Settings;
}

/** Who is to suggest text at the cursor; `nobodySaid`: the question was closed without an answer. */
type Answer = 'hearth' | 'others' | 'both' | 'nobodySaid';

const memoryKey = 'hearth.whoSuggests';

/**
 * Who suggests text at the cursor, where another extension can, too: VS Code shows only one of two suggestions. It is asked once, and
 * only beside something that a person did about suggestions: never while they type, and never when a window opens. Until then the hover
 * card says so, and the command asks at any time.
 */
export class WhoSuggests implements Disposable {
  readonly #parts: WhoSuggestsParts;
  readonly #registered: readonly Disposable[];
  #others: readonly Neighbour[] | undefined;

  constructor(parts: WhoSuggestsParts) {
    this.#parts = parts;
    this.#registered = [
      extensions.onDidChange(() => {
        this.#others = undefined;
      }),
      commands.registerCommand('hearth.whoSuggests', () => this.#ask()),
    ];
  }

  /** The others, in words, as long as nobody has decided about them; undefined: there is nothing to decide. */
  get undecided(): string | undefined {
    const { memory, settings } = this.#parts;
    if (memory.get(memoryKey) !== undefined || !settings().completionsEnabled) return undefined;
    return this.#names;
  }

  /** Asks, where that has never been done. Nobody waits for the answer. */
  askOnce(): void {
    if (this.undecided !== undefined) void this.#ask();
  }

  dispose(): void {
    for (const each of this.#registered) each.dispose();
  }

  get #names(): string | undefined {
    this.#others ??= otherSuggesters(this.#parts.neighbours());
    if (this.#others.length === 0) return undefined;
    return new Intl.ListFormat(env.language).format(this.#others.map(({ name }) => name));
  }

  async #ask(): Promise<void> {
    const names = this.#names;
    if (names === undefined) {
      void window.showInformationMessage(
        l10n.t('No other extension that is known to suggest text at the cursor is here.'),
      );
      return;
    }
    // Before the answer: a question that is left lying there is not asked a second time.
    await this.#keep('nobodySaid');
    const hearth = l10n.t('Hearth');
    const both = l10n.t('Both');
    const others = this.#others?.length === 1 ? names : l10n.t('The Others');
    const picked = await window.showInformationMessage(
      l10n.t(
        'Hearth and {0} can suggest text at the cursor; VS Code shows one of two suggestions. Who shall do it?',
        names,
      ),
      hearth,
      others,
      both,
    );
    if (picked === undefined) return;
    const answer = picked === hearth ? 'hearth' : picked === both ? 'both' : 'others';
    await this.#keep(answer);
    await this.#follow(answer, names);
  }

  async #keep(answer: Answer): Promise<void> {
    await this.#parts.memory.update(memoryKey, answer);
  }

  async #follow(answer: Exclude<Answer, 'nobodySaid'>, names: string): Promise<void> {
    const { key } = settingsTable.completionsEnabled;
    const enabled = answer !== 'others';
    if (this.#parts.settings().completionsEnabled !== enabled) {
      await workspace.getConfiguration().update(key, enabled, ConfigurationTarget.Global);
    }
    if (answer === 'others') {
      window.setStatusBarMessage(l10n.t('Hearth completions are off.'), 5000);
    } else if (answer === 'hearth') {
      // No extension can switch another one off: it is shown, and the person does it.
      window.setStatusBarMessage(l10n.t('Disable it in the list of extensions: {0}', names), 15_000);
      const ids = this.#others?.map(({ id }) => `@id:${id}`) ?? [];
      await commands.executeCommand('workbench.extensions.search', ids.join(' '));
    }
  }
}
