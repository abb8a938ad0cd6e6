import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/**
 * Runs npm quietly and waits for its end. Install scripts never run and nothing is reported to a registry.
 * @param {readonly string[]} parameters For example `['ci']`.
 * @param {string} folder Where to run it.
 * @throws {Error} With words a person can act on when npm is missing, the network is missing, or npm fails.
 */
export async function npm(parameters, folder) {
  useWritableCache();
  const all = [
    ...parameters,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  const { code, output } = await run(all, folder);
  if (code === 0) {
    return;
  }
  throw new Error(`${explain(code, output)}\n  (npm ${parameters.join(' ')} in ${folder})\n${output.trim()}`);
}

/**
 * @param {readonly string[]} parameters
 * @param {string} folder
 * @returns {Promise<{ code: number | 'missing', output: string }>}
 */
function run(parameters, folder) {
  const windows = process.platform === 'win32';
  return new Promise((resolve) => {
    // Windows starts npm through npm.cmd, which only a shell can run; no parameter here needs quoting.
    const child = spawn('npm', [...parameters], {
      cwd: folder,
      env: environment(),
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ code: 'missing', output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * npm cannot work without a cache it can write to, so where the home is read-only every npm started from here on gets
 * one inside the project.
 */
export function useWritableCache() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  if (!isWritable(cache)) {
    const own = join(root, 'out', 'npm-cache');
    mkdirSync(own, { recursive: true });
    process.env.npm_config_cache = own;
  }
}

/** Without what an npm that runs us says about its own task: it would apply to the nested installations as well. */
function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)),
  );
}

/** @param {string} folder Need not exist: then its nearest existing parent counts. */
function isWritable(folder) {
  let nearest = folder;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) {
    nearest = dirname(nearest);
  }
  try {
    accessSync(nearest, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number | 'missing'} code
 * @param {string} output
 */
function explain(code, output) {
  if (code === 'missing' || code === 127) {
    return 'npm was not found. Install Node.js 20 or newer, which brings npm, and try again.';
  }
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b|network/i.test(output)) {
    return 'The npm registry cannot be reached. Check the network (or the proxy npm is set to use) and try again.';
  }
  if (/\bENOSPC\b/.test(output)) {
    return 'The disk is full. Free about 2 GB and try again.';
  }
  return 'npm failed.';
}
