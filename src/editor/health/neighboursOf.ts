import { type Extension, extensions } from 'vscode';
import type { Neighbour } from '../../models/health/finding.ts';

/** The other extensions that are installed and not disabled, as they are now. */
export function neighboursOf({ id: own }: Pick<Extension<unknown>, 'id'>): () => readonly Neighbour[] {
  return () =>
    extensions.all
      .filter(({ id }) => id !== own)
      .map(({ id, packageJSON }) => {
        const { displayName }: { displayName?: unknown } = packageJSON;
        return { id, name: typeof displayName === 'string' && !displayName.startsWith('%') ? displayName : id };
      });
}
