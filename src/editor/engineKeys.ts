import type { SecretStorage } from 'vscode';
import type { Disposable } from '../base/disposable.ts';

/**
 * The keys of the user's own engines, in VS Code's secret storage: never in settings. A key is kept under the origin it was
 * given for, and is not found for any other, so that a changed address cannot carry it off. Asked for at each request, so they
 * are remembered until one changes, in whatever window.
 */
export class EngineKeys implements Disposable {
  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>;
  readonly #listening: Disposable;
  #known = new Map<string, Promise<string | undefined>>();

  /** @param onChange told after a key was saved or forgotten */
  constructor(secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>, onChange: () => void) {
    this.#secrets = secrets;
    this.#listening = secrets.onDidChange(({ key }) => {
      if (!key.startsWith(prefix)) return;
      this.#known = new Map();
      onChange();
    });
  }

  /** The key for an origin such as `https://models.example`; undefined when there is none for just this one. */
  keyFor = (origin: string): Promise<string | undefined> => {
    const known = this.#known.get(origin);
    if (known) return known;
    // Without its storage, VS Code has no keys; the engine then says whether it wants one.
    const asked = Promise.resolve(this.#secrets.get(nameOf(origin))).catch(() => undefined);
    this.#known.set(origin, asked);
    return asked;
  };

  async save(origin: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(origin), key);
  }

  async forget(origin: string): Promise<void> {
    await this.#secrets.delete(nameOf(origin));
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

const prefix = 'hearth.engine.key ';
const nameOf = (origin: string) => prefix + origin;
