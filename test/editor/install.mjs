// Installs code-server without running any install script: no compiler, no apt package and no download outside the npm registry.
// node-pty and @parcel/watcher ship prebuilt binaries; kerberos, sqlite3, spdlog and the rest are not needed to run tests
// (without spdlog the server only lacks its log files; --with-logs builds it, about 25 s).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url)),
  withLogs = process.argv.includes('--with-logs');
const stampFile = join(here, 'node_modules', '.editor-stamp');
const stamp = createHash('sha256')
  .update(readFileSync(join(here, 'package-lock.json')))
  .update(String(withLogs))
  .digest('hex');
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log('editor already installed');
  process.exit(0);
}

const t0 = Date.now();
const run = (cwd, cmd, ...args) => {
  const r = spawnSync(cmd, args, { cwd, stdio: 'inherit' });
  if (r.status !== 0) {
    console.error(`${cmd} ${args.join(' ')} failed in ${cwd}`);
    process.exit(1);
  }
};
run(here, 'npm', 'ci', '--ignore-scripts', '--loglevel=error');
const vscode = join(here, 'node_modules', 'code-server', 'lib', 'vscode');
// not `npm ci`: code-server's own shrinkwrap lacks one entry (tslib), so `npm ci` refuses; `npm install` still follows the shrinkwrap
run(vscode, 'npm', 'install', '--omit=dev', '--ignore-scripts', '--loglevel=error');
run(join(vscode, 'extensions'), 'npm', 'install', '--omit=dev', '--ignore-scripts', '--loglevel=error');
if (withLogs) {
  run(vscode, 'npm', 'rebuild', '@vscode/spdlog', '--loglevel=error');
}
writeFileSync(stampFile, stamp);
console.log(`editor installed in ${((Date.now() - t0) / 1000).toFixed(1)} s`);
