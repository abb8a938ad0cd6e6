import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFiles } from './run/runFiles.ts';

/** Keeps runs in a folder, readable by their owner alone. */
export function runFilesIn(folder: string): RunFiles {
  const orNothing =
    <T>(fallback: T) =>
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return fallback;
      throw error;
    };
  return {
    list: () => readdir(folder).catch(orNothing<string[]>([])),
    read: (name) => readFile(join(folder, name), 'utf8').catch(orNothing<string | undefined>(undefined)),
    async append(name, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(join(folder, name), text, { encoding: 'utf8', mode: 0o600 });
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}
