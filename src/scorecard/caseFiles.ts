import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseFiles } from './judgedCases.ts';

/** Keeps cases in `<folder>/judged`, readable by their owner alone. */
export function caseFilesIn(folder: string): CaseFiles {
  const cases = join(folder, 'judged');
  return {
    async write(name, text) {
      await mkdir(cases, { recursive: true, mode: 0o700 });
      const unfinished = join(cases, `${name}.unfinished`);
      await writeFile(unfinished, text, { encoding: 'utf8', mode: 0o600 });
      await rename(unfinished, join(cases, name));
    },
    list: () => readdir(cases).catch(() => []),
    read: (name) => readFile(join(cases, name), 'utf8'),
    remove: (name) => rm(join(cases, name), { force: true }),
  };
}
