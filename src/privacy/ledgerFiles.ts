import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerFiles } from './ledger.ts';

/** Keeps the ledger in `<folder>/ledger`, readable by its owner alone. */
export function ledgerFilesIn(folder: string): LedgerFiles {
  const ledgerFolder = join(folder, 'ledger');
  return {
    async append(name, text) {
      await mkdir(ledgerFolder, { recursive: true, mode: 0o700 });
      const file = await open(join(ledgerFolder, name), 'a', 0o600);
      try {
        const isNew = (await file.stat()).size === 0;
        await file.writeFile(text, 'utf8');
        await file.sync();
        if (isNew) await syncFolder(ledgerFolder);
      } finally {
        await file.close();
      }
    },
    read: (name) => orWhenMissing(readFile(join(ledgerFolder, name), 'utf8'), undefined),
    list: () => orWhenMissing(readdir(ledgerFolder), []),
  };
}

/** A new file survives a power cut only when its folder's own entry does. Windows has no such call, and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orWhenMissing<T, Missing>(reading: Promise<T>, missing: Missing): Promise<T | Missing> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missing;
    throw error;
  }
}
