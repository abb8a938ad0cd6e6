import { type ConfigurationChangeEvent, workspace } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { readSettings, type Settings } from '../base/settings.ts';

/**
 * The user's own settings. Only the user's value or the default counts, whatever a folder, a workspace file or a container's
 * machine settings say; all of Hearth's settings decide where text goes or what may leave.
 */
export class UserSettings implements Disposable {
  #read: Settings | undefined;
  readonly #listener: Disposable;
  readonly #changed = new Set<() => void>();

  constructor() {
    this.#listener = workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
      if (!event.affectsConfiguration('hearth')) return;
      this.#read = undefined;
      for (const listener of this.#changed) listener();
    });
  }

  /** The settings as they are now. Kept between changes, because this is called at each key. */
  read = (): Settings => {
    this.#read ??= this.#readAll();
    return this.#read;
  };

  #readAll(): Settings {
    // Once for all of them: each call copies the whole configuration.
    const configuration = workspace.getConfiguration();
    return readSettings((key) => {
      const known = configuration.inspect(key);
      return known?.globalValue ?? known?.defaultValue;
    });
  }

  /** Calls `listener` after one of Hearth's settings changed. */
  onChange(listener: () => void): Disposable {
    this.#changed.add(listener);
    return { dispose: () => this.#changed.delete(listener) };
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.clear();
  }
}
