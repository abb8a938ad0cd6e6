import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../run/lock.mjs';
import { npm } from '../run/npm.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const stampFile = join(here, 'node_modules', '.mutation-stamp');

/** Stryker's program, once `installStryker` has succeeded. */
export const stryker = join(here, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

/** Installs Stryker into this folder, unless that has been done. @throws {Error} With words a person can act on. */
export async function installStryker() {
  const wanted = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (isCurrent()) return;
  await withLock(
    'mutation',
    async () => {
      if (isCurrent()) return;
      console.log('installing Stryker …');
      await npm(['ci'], here);
      writeFileSync(stampFile, wanted);
    },
    console.log,
  );
}
