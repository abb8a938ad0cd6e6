import { ExtensionKind, env, extensions, type Uri } from 'vscode';

/** What Hearth uses of a repository, as VS Code's own Git extension gives it. */
export interface Repository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
  /** Changes as text: what is staged, or what is not. */
  diff(cached: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

/** The part of the extension's interface that is used. https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitApi {
  readonly repositories: readonly Repository[];
  getRepository(uri: Uri): Repository | null;
}

/** The repositories that are open. @returns undefined when the Git extension is not there, or switched off */
export async function gitApi(): Promise<GitApi | undefined> {
  try {
    const extension = extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
    return extension && (await extension.activate()).getAPI(1);
  } catch {
    // It says so by throwing when Git is disabled, or not installed.
    return undefined;
  }
}

/**
 * Whether this is a remote window in which Hearth runs on the user's own machine: VS Code's Git extension is beside the files then,
 * and an extension reaches only its neighbours.
 */
export function isGitElsewhere(): boolean {
  const own = extensions.getExtension('hearth-dev.hearth');
  return env.remoteName !== undefined && own?.extensionKind === ExtensionKind.UI;
}
