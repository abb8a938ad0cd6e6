import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';
import { npm, useWritableCache } from './npm.mjs';
import { root } from './root.mjs';

const OLDEST_NODE = 20;

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} Lockfile
 * @typedef {(line: string) => void} Log
 */

/**
 * Makes everything the other scripts need be there: the root's packages and, when asked for, the real VS Code and the
 * real model engine for tests. Does nothing when all is up to date. Two at once wait for each other.
 * @param {{ editor?: boolean, engine?: boolean, log?: Log }} [options]
 * @throws {Error} With words a person can act on.
 */
export async function setUp({ editor = false, engine = false, log = console.log } = {}) {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_NODE) {
    throw new Error(
      `Node.js ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}. Install it and try again.`,
    );
  }
  await installPackages(log);
  if (editor) {
    const { installEditor } = await import('../editor/install.mjs');
    await installEditor({ log });
  }
  if (engine) {
    useWritableCache();
    const { installEngine } = await import('../engine/install.mjs');
    await withLock('engine', () => installEngine({ log }), log);
  }
}

/** @param {Log} log */
async function installPackages(log) {
  const stampFile = join(root, 'node_modules', '.hearth-stamp');
  const isCurrent = () => readIfThere(stampFile) === lockfileHash();
  if (isCurrent()) {
    return;
  }
  await withLock(
    'packages',
    async () => {
      if (isCurrent()) {
        return;
      }
      if (!isInstalled()) {
        const started = Date.now();
        log('installing the packages of package-lock.json …');
        await npm(['ci'], root);
        log(`installed the packages in ${seconds(started)} s`);
      }
      writeFileSync(stampFile, lockfileHash());
    },
    log,
  );
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * Compares what npm says it installed last (its own hidden lockfile) with what is wanted, so that a developer's own
 * `npm install` is not thrown away and done again. Packages for other platforms are optional and absent.
 */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return false;
  }
  const there = packagesOf(installed);
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json'))).filter(([path]) => path !== '');
  const names = new Set(wanted.map(([path]) => path));
  return (
    wanted.every(([path, { version, optional }]) => {
      const found = there[path];
      return found === undefined ? optional === true : found.version === version;
    }) && Object.keys(there).every((path) => names.has(path))
  );
}

/** @param {string} file */
function packagesOf(file) {
  /** @type {Lockfile} */
  const lockfile = JSON.parse(readFileSync(file, 'utf8'));
  return lockfile.packages ?? {};
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** @param {number} started In ms since the epoch. */
function seconds(started) {
  return ((Date.now() - started) / 1000).toFixed(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await setUp({ editor: process.argv.includes('--editor'), engine: process.argv.includes('--engine') });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
