import { EventEmitter, type ExtensionContext, ExtensionMode, type Memento, type SecretStorage, Uri } from 'vscode';

/** What VS Code hands to an extension, as far as Hearth uses it. */
export type UsedContext = Pick<
  ExtensionContext,
  | 'extension'
  | 'extensionMode'
  | 'extensionUri'
  | 'globalState'
  | 'globalStorageUri'
  | 'secrets'
  | 'subscriptions'
  | 'workspaceState'
>;

/** A context of the test's own: real folders, state and secrets in memory. */
export function extensionContext(options: {
  readonly extension: ExtensionContext['extension'];
  readonly storage: string;
  readonly secrets: Map<string, string>;
  readonly mode?: ExtensionMode;
  /** What is in the user's state at the start. */
  readonly state?: Readonly<Record<string, unknown>>;
}): UsedContext {
  return {
    extensionMode: options.mode ?? ExtensionMode.Test,
    extension: options.extension,
    extensionUri: options.extension.extensionUri,
    globalStorageUri: Uri.file(options.storage),
    globalState: mementoInMemory(options.state),
    workspaceState: mementoInMemory(),
    secrets: secretsIn(options.secrets),
    subscriptions: [],
  };
}

function mementoInMemory(state: Readonly<Record<string, unknown>> = {}): Memento & { setKeysForSync(): void } {
  const kept = new Map<string, unknown>(Object.entries(state));
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, fallback?: T) => (kept.has(key) ? (kept.get(key) as T) : (fallback as T)),
    update: async (key, value) => void kept.set(key, value),
    setKeysForSync() {},
  };
}

function secretsIn(kept: Map<string, string>): SecretStorage {
  const changed = new EventEmitter<{ key: string }>();
  return {
    keys: async () => [...kept.keys()],
    get: async (name) => kept.get(name),
    async store(name, value) {
      kept.set(name, value);
      changed.fire({ key: name });
    },
    async delete(name) {
      kept.delete(name);
      changed.fire({ key: name });
    },
    onDidChange: changed.event,
  };
}
