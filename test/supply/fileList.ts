import { join } from 'node:path';
import { root } from '../run/root.mjs';
import { zipEntries } from './zipEntries.ts';

/** The list of the package's files that the repository holds. */
export const listFile = join(root, 'test', 'supply', 'files.txt');

/**
 * The files of a package, in order. A chunk's name ends with a hash of what is in it, which is left out; how many chunks hold what
 * others share changes with every change, so they have one line.
 */
export function fileList(vsix: Buffer): readonly string[] {
  const names = zipEntries(vsix).map(({ name }) =>
    name.replace(/^(extension\/dist\/chunks\/.+)-[A-Z0-9]{8}\.js$/, '$1-*.js'),
  );
  return [...new Set(names)].sort();
}
