import type { SecretStorage } from 'vscode';

/**
 * The providers' keys, in VS Code's secret storage: never in settings. A key is kept under the origin it was given for, and
 * is not found for any other, so that a changed address cannot carry it off.
 */
export class CloudKeys {
  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'keys'>;

  constructor(secrets: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'keys'>) {
    this.#secrets = secrets;
  }

  /** The key for an origin such as `https://api.example.com`; undefined when there is none for just this one. */
  keyFor = async (origin: string): Promise<string | undefined> => this.#secrets.get(nameOf(origin));

  async save(origin: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(origin), key);
  }

  async forget(origin: string): Promise<void> {
    await this.#secrets.delete(nameOf(origin));
  }

  /** The origins that there are keys for. */
  async origins(): Promise<readonly string[]> {
    const names = await this.#secrets.keys();
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  async forgetAll(): Promise<void> {
    for (const origin of await this.origins()) await this.forget(origin);
  }
}

const prefix = 'hearth.cloud.key ';
const nameOf = (origin: string) => prefix + origin;
