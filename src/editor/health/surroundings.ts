import { type ExtensionContext, workspace } from 'vscode';
import type { SetupParts } from '../../models/health/checkSetup.ts';
import { neighboursOf } from './neighboursOf.ts';

/** What VS Code and this machine tell of themselves. */
export function surroundings(
  { extension }: Pick<ExtensionContext, 'extension'>,
  environment: NodeJS.ProcessEnv,
): Pick<SetupParts, 'proxy' | 'isInlineSuggestOn' | 'neighbours'> {
  const setting = <T>(key: string, fallback: T) => workspace.getConfiguration().get<T>(key, fallback);
  return {
    isInlineSuggestOn: () => setting('editor.inlineSuggest.enabled', true),
    // In the order in which VS Code's own resolver takes them for `http:` addresses.
    proxy: () => ({
      url: setting('http.proxy', '') || (environment.http_proxy ?? environment.HTTP_PROXY ?? ''),
      exceptions: [
        ...setting<readonly string[]>('http.noProxy', []),
        ...(environment.no_proxy ?? environment.NO_PROXY ?? '').split(','),
      ].filter((each) => each.trim() !== ''),
    }),
    neighbours: neighboursOf(extension),
  };
}
