/** What VS Code tells of a setting: by its types, and beside them where an extension runs on another machine than the window. */
export interface KnownSetting {
  readonly defaultValue?: unknown;
  /** The user's value, or that of the machine that the extension runs on, which goes before it. */
  readonly globalValue?: unknown;
  /** The user's own value. */
  readonly globalLocalValue?: unknown;
  /** The other machine's, which a folder's `devcontainer.json` may have written. */
  readonly globalRemoteValue?: unknown;
}

/** Whether the value in force is the user's, or the default. Not a folder's, a workspace's or another machine's. */
export function isUsersOwn(inForce: unknown, known: KnownSetting): boolean {
  const users = known.globalRemoteValue === undefined ? known.globalValue : known.globalLocalValue;
  return inForce === (users ?? known.defaultValue);
}
