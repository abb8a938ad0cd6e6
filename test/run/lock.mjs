import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './root.mjs';

/** A lock nobody has written an owner into for this long (ms) belongs to a process that died between two calls. */
const OWNERLESS_MS = 5_000;
/** No installation takes this long (ms); an older lock has an owner whose process id was given to someone else. */
const TOO_OLD_MS = 30 * 60_000;

/**
 * Runs a task that only one process may run at a time, such as an installation. Others wait until it is done.
 * A lock left behind by a process that has ended is taken over.
 * @template T
 * @param {string} name Names the lock; it becomes a folder under `out/locks`.
 * @param {() => T | Promise<T>} task
 * @param {(line: string) => void} log Told once when there is someone to wait for.
 * @returns {Promise<T>}
 */
export async function withLock(name, task, log) {
  const locks = join(root, 'out', 'locks');
  const lock = join(locks, name);
  mkdirSync(locks, { recursive: true });
  let told = false;
  while (!take(lock)) {
    const owner = ownerOf(lock);
    if (owner === 'gone') {
      discard(lock);
      continue;
    }
    if (!told) {
      log(`waiting for another set-up to finish (process ${owner})`);
      told = true;
    }
    await wait(200);
  }
  try {
    return await task();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      return false;
    }
    throw error;
  }
  writeFileSync(join(lock, 'owner'), String(process.pid));
  return true;
}

/**
 * @param {string} lock
 * @returns {number | 'gone' | 'unknown'} The owner's process id; `gone` when the lock may be taken over.
 */
function ownerOf(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    if (age > TOO_OLD_MS) {
      return 'gone';
    }
    const owner = Number.parseInt(readIfThere(join(lock, 'owner')), 10);
    if (Number.isNaN(owner)) {
      return age > OWNERLESS_MS ? 'gone' : 'unknown';
    }
    return isRunning(owner) ? owner : 'gone';
  } catch (error) {
    // The owner has just removed it: try to take it again.
    if (hasCode(error, 'ENOENT')) {
      return 'unknown';
    }
    throw error;
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * Renaming is atomic, so when two processes find the same stale lock only one of them removes it, and neither can
 * remove the lock the other has taken since.
 * @param {string} lock
 */
function discard(lock) {
  const aside = `${lock}-stale-${process.pid}-${Date.now()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return;
    }
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
