import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LedgerFiles } from './ledgerChain.ts';

/** Where the ledger is kept, in the folder that VS Code gives to the extension. */
export const ledgerFolderIn = (storage: string) => join(storage, 'ledger');

/** Keeps the ledger in `folder`, readable by its owner alone. */
export function ledgerFilesIn(folder: string): LedgerFiles {
  const pathOf = (name: string) => join(folder, name);
  return {
    async append(name, text, bytes) {
      return withFile(pathOf(name), 'a', async (file, path) => {
        if ((await file.stat()).size !== bytes) return false;
        await file.writeFile(text, 'utf8');
        await file.sync();
        if (bytes === 0) await syncFolder(folder);
        return isStill(file, path);
      });
    },
    async read(name) {
      const bytes = await orWhenMissing(readFile(pathOf(name)), undefined);
      return bytes && { text: bytes.toString('utf8'), bytes: bytes.byteLength };
    },
    list: () => orWhenMissing(readdir(folder), []),
    async write(name, text) {
      await withFile(pathOf(name), 'w', async (file) => {
        await file.writeFile(text, 'utf8');
        await file.sync();
      });
    },
    rename: (from, to) =>
      orWhenMissing(
        rename(pathOf(from), pathOf(to)).then(() => true),
        false,
      ),
    remove: (name) => rm(pathOf(name), { recursive: true, force: true }),
    async claim(name) {
      await makeFolder(folder);
      try {
        await writeFile(pathOf(name), '', { flag: 'wx', mode: 0o600 });
        return true;
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw error;
      }
    },
  };
}

async function withFile<T>(
  path: string,
  flags: string,
  use: (file: FileHandle, path: string) => Promise<T>,
): Promise<T> {
  await makeFolder(dirname(path));
  const file = await open(path, flags, 0o600);
  try {
    return await use(file, path);
  } finally {
    await file.close();
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Another window may have taken the file away while it was open here: what was written went with it. */
async function isStill(file: FileHandle, path: string): Promise<boolean> {
  const [here, there] = await Promise.all([file.stat(), orWhenMissing(stat(path), undefined)]);
  return there !== undefined && here.ino === there.ino;
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
    if (hasCode(error, 'ENOENT')) return missing;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
