import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { editorPaths } from './install.mjs';
import { cleanUpAtExit, signalGroup } from './leftovers.ts';

/** How a VS Code for a test starts. */
export interface EditorOptions {
  /** User settings on top of the quiet defaults; they are in place before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Other files of the user's folder by name, such as `keybindings.json`; written as JSON. */
  readonly userFiles?: Readonly<Record<string, unknown>>;
  /** Paths of packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** Folder of an unpackaged extension, used in place as if it were installed. */
  readonly developmentPath?: string;
  /** The language of the window, by a code such as `de`. VS Code's own words stay English: there is no language pack of Microsoft's here. */
  readonly locale?: string;
  /** Folders of further unpackaged extensions. */
  readonly otherExtensions?: readonly string[];
  /** Environment on top of ours, seen by the server and the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** True: real workspace trust, so every folder is untrusted until the user says otherwise. Left out: no trust at all. */
  readonly trust?: boolean;
  readonly extraArgs?: readonly string[];
  /** A program with its parameters that is to run VS Code: it gets the command to run after its own parameters. */
  readonly runBy?: readonly string[];
}

/** What a window is opened with besides its folder. */
export interface WindowOptions {
  /** Folder of an extension to load as one under development. Needs `enable-smoke-test-driver` as well. */
  readonly developmentPath?: string;
  /** A module whose `run()` the extension host calls. Needs `--vscode-option enable-smoke-test-driver`. */
  readonly testsPath?: string;
  /** Without any extension that was installed: VS Code as it comes. */
  readonly bare?: boolean;
}

/** A running VS Code that belongs to one test. */
export interface Editor {
  readonly port: number;
  /** A temporary folder of its own, removed by `stop`; workspaces for the test may be put into it. */
  readonly root: string;
  /** The user data folder, with `User/settings.json` in it. */
  readonly userData: string;
  /** The address that opens the folder, or the `.code-workspace` file (an absolute path), in a window. */
  url(folder: string, options?: WindowOptions): string;
  /** What the server has printed so far. */
  serverLog(): string;
  /** Ends the server and everything it started, waits until they are gone, and removes its folder. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));

const quietSettings = {
  'workbench.startupEditor': 'none',
  // The chat view would take a quarter of the window and the focus.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // Otherwise some editors open as modal windows, which swallow F1.
  'workbench.editor.useModal': 'off',
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'update.showReleaseNotes': false,
  'window.menuBarVisibility': 'compact',
};

/**
 * Starts a VS Code (code-server) on a free port of this machine, with folders of its own, and waits until it answers.
 * @throws {Error} When it cannot be started or an extension cannot be installed; the message holds what it printed.
 */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const {
    settings = {},
    userFiles = {},
    vsix = [],
    developmentPath,
    otherExtensions = [],
    env = {},
    trust = false,
    locale,
    extraArgs = [],
    runBy = [],
  } = options;
  const root = mkdtempSync(join(tmpdir(), 'hearth-editor-'));
  const folderOnly = cleanUpAtExit({ folder: root });
  const userData = join(root, 'user');
  const trustSettings = trust ? {} : { 'security.workspace.trust.enabled': false };
  writeUserFiles(join(userData, 'User'), {
    ...userFiles,
    'settings.json': { ...quietSettings, ...trustSettings, ...settings },
  });
  if (locale !== undefined) writeLanguagePack(userData, locale);
  const config = join(root, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  const extensions = join(root, 'extensions');
  mkdirSync(extensions);
  if (developmentPath !== undefined) {
    // VS Code takes what it finds in a new extensions folder for installed. The other way, a window opened for extension
    // development, works here only with the smoke test driver, and that hides notifications.
    symlinkSync(developmentPath, join(extensions, 'under-development'));
  }
  for (const [index, path] of otherExtensions.entries()) symlinkSync(path, join(extensions, `other-${index}`));
  const base = ['--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
  const environment = { ...ownEnvironment(root), ...env };

  for (const file of vsix) install(file, base, environment);

  const port = await freePort();
  const switches = [
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
  ];
  const localeSwitch = locale === undefined ? [] : ['--locale', locale];
  const trustSwitch = trust ? [] : ['--disable-workspace-trust'];
  const bind = ['--bind-addr', `127.0.0.1:${port}`];
  const server = spawn(
    editorPaths.node,
    [
      guard,
      root,
      ...runBy,
      editorPaths.node,
      editorPaths.entry,
      ...base,
      ...bind,
      ...switches,
      ...trustSwitch,
      ...localeSwitch,
      ...extraArgs,
    ],
    { env: environment, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const forget = server.pid === undefined ? folderOnly : cleanUpAtExit({ group: server.pid, folder: root });
  folderOnly();
  const logFile = join(root, 'server.log');
  writeFileSync(logFile, '');
  const log = createWriteStream(logFile, { flags: 'a' });
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  const serverLog = () => readFileSync(logFile, 'utf8');
  const stop = async () => {
    await stopGroup(server);
    log.end();
    rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    forget();
  };
  try {
    await untilItAnswers(server, port);
  } catch (error) {
    const printed = serverLog();
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${printed}`);
  }
  return { port, root, userData, serverLog, stop, url: (folder, window = {}) => windowUrl(port, folder, window) };
}

/**
 * Has a new VS Code install a packaged extension into an empty folder.
 * @returns the folder in which it unpacked it, for `developmentPath`
 * @throws {Error} When it could not; the message holds what it printed.
 */
export function installedFrom(vsix: string, extensions: string): string {
  const root = mkdtempSync(join(tmpdir(), 'hearth-install-'));
  const config = join(root, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  try {
    const base = ['--config', config, '--user-data-dir', join(root, 'user'), '--extensions-dir', extensions];
    install(vsix, base, ownEnvironment(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  const [folder] = readdirSync(extensions, { withFileTypes: true }).filter((each) => each.isDirectory());
  if (!folder) throw new Error(`Nothing came of the installation of ${vsix}.`);
  return join(extensions, folder.name);
}

function install(file: string, base: readonly string[], env: Readonly<Record<string, string>>): void {
  const parameters = [editorPaths.entry, ...base, '--install-extension', file, '--force'];
  const { status, stdout, stderr } = spawnSync(editorPaths.node, parameters, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The extension ${file} could not be installed.\n${stdout}${stderr}`);
}

function writeUserFiles(folder: string, files: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/**
 * Makes VS Code take a language for installed, with a pack that translates nothing of its own: it speaks no language that it has no
 * pack of, and neither do extensions then.
 */
function writeLanguagePack(userData: string, locale: string): void {
  const vscode = join(userData, `${locale}.i18n.json`);
  writeFileSync(vscode, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'hearth-tests.language' }, version: '1.0.0' }];
  const pack = { hash: 'none', extensions, translations: { vscode }, label: locale };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/** Ours without what npm, an editor around us or a debugger put there, and with home and temporary folders of its own. */
function ownEnvironment(root: string): Record<string, string> {
  const home = join(root, 'home');
  // Without a TMPDIR of its own, the sockets of git and VS Code pile up in the machine's.
  const temporary = join(root, 'tmp');
  mkdirSync(home);
  mkdirSync(temporary);
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(npm_|VSCODE_|NODE_OPTIONS$)/i.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, TMPDIR: temporary };
}

function windowUrl(port: number, folder: string, { developmentPath, testsPath, bare = false }: WindowOptions): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ...(developmentPath === undefined ? [] : [['extensionDevelopmentPath', remote(developmentPath)]]),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
    ...(bare ? [['disableExtensions', 'true']] : []),
    ['skipWelcome', 'true'],
  ];
  const opened = folder.endsWith('.code-workspace') ? { workspace: folder } : { folder };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

async function untilItAnswers(server: ChildProcess, port: number): Promise<void> {
  let failure: string | undefined;
  server.once('error', (error) => {
    failure = `VS Code could not be started: ${error.message}. Is it installed (node test/editor/install.mjs)?`;
  });
  server.once('exit', (code, signal) => {
    failure = `VS Code ended while starting (${code ?? signal}).`;
  });
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (failure !== undefined) {
      throw new Error(failure);
    }
    if (Date.now() > limit) {
      throw new Error(`VS Code did not answer within ${START_LIMIT_MS / 1000} s.`);
    }
    await wait(50);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Asks the group to end, insists after a while, and returns when the server has ended and nobody of the group is left. */
async function stopGroup(server: ChildProcess): Promise<void> {
  const group = server.pid;
  if (group === undefined) {
    return;
  }
  signalGroup(group, 'SIGTERM');
  if (!(await groupEnds(group, STOP_LIMIT_MS))) {
    signalGroup(group, 'SIGKILL');
    await groupEnds(group, STOP_LIMIT_MS);
  }
}

async function groupEnds(group: number, limitMs: number): Promise<boolean> {
  const limit = Date.now() + limitMs;
  while (signalGroup(group, 0)) {
    if (Date.now() > limit) {
      return false;
    }
    await wait(25);
  }
  return true;
}
