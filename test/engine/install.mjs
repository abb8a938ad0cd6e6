// Installs the demo engine: node-llama-cpp and the one llama.cpp binary that fits this machine (85 MB instead of 725 MB for
// all of them), without running any install script. Only Node's own modules are used, since this runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const stampFile = join(here, 'node_modules', '.demo-engine-stamp');

/** Which package of llama.cpp binaries fits which `process.platform`-`process.arch`. @type {Record<string, string>} */
const binaries = {
  'linux-x64': '@node-llama-cpp/linux-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-arm': '@node-llama-cpp/linux-armv7l',
  'linux-riscv64': '@node-llama-cpp/linux-riscv64',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'win32-x64': '@node-llama-cpp/win-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
};

/**
 * Installs the demo engine under `test/engine/node_modules`, or does nothing when that is up to date.
 * @param {{ log?: (line: string) => void }} [options] `log` receives one line of progress at a time.
 * @returns {{ installed: boolean, milliseconds: number }} Whether anything had to be installed, and how long it took.
 * @throws {Error} On a platform without a llama.cpp binary, and when npm fails.
 */
export function installEngine({ log = console.log } = {}) {
  const started = Date.now();
  const platform = `${process.platform}-${process.arch}`;
  const binary = binaries[platform];
  if (binary === undefined) throw new Error(`The demo engine has no llama.cpp binary for ${platform}.`);
  const stamp = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .update(platform)
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return { installed: false, milliseconds: Date.now() - started };
  }
  log(`Installing the demo engine (llama.cpp for ${platform}, about 85 MB)`);
  const version = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies['node-llama-cpp'];
  // `npm ci` can only take all optional packages or none; `install --no-save` follows the lockfile too, and adds just one.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--no-save', '--omit=optional', '--ignore-scripts', ...quiet, `${binary}@${version}`];
  const result = spawnSync('npm', args, { cwd: here, encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed in ${here}:\n${result.stderr || result.error?.message || ''}`);
  }
  writeFileSync(stampFile, stamp);
  const milliseconds = Date.now() - started;
  log(`Demo engine installed in ${(milliseconds / 1000).toFixed(1)} s`);
  return { installed: true, milliseconds };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { installed } = installEngine();
  if (!installed) console.log('The demo engine is up to date.');
}
