// Installs llama.cpp's own server from Debian's newest suite, into this folder, beside whatever Debian this is: it brings its own
// libc, and nothing of the system is changed. Only Node's own modules are used.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../run/lock.mjs';

const folder = join(import.meta.dirname, '.server');
const root = join(folder, 'root');

/** Debian's name for the suite that is never released, and so has the newest of everything. */
const suite = 'sid';

/**
 * Gets the server ready, or does nothing when it is there.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string | undefined>} Why it cannot be had here; undefined when it is there.
 */
export async function installLlamaServer({ log = console.log } = {}) {
  if (process.platform !== 'linux') return `Debian's packages are for Linux; this is ${process.platform}`;
  const missing = ['apt-get', 'dpkg-deb'].find((program) => !has(program));
  if (missing !== undefined) return `${missing} is missing: this is no Debian`;
  if (existsSync(root)) return undefined;
  return withLock('llamaServer', () => (existsSync(root) ? undefined : install(log)), log);
}

/** How the server is started: by the loader of its own libc, with the one backend that runs on every processor of this kind. */
export function llamaServerProgram() {
  const [machine = ''] = readdirSync(join(root, 'usr', 'lib')).filter((name) => name.endsWith('-linux-gnu'));
  const libraries = join(root, 'usr', 'lib', machine);
  const loader = readdirSync(libraries).find((name) => name.startsWith('ld-linux')) ?? '';
  const backends = readdirSync(join(libraries, 'ggml'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /libggml-cpu.*\.so$/.test(name),
  );
  const backend = backends.find((name) => /-(x64|armv8\.0_1)\.so$/.test(name)) ?? backends[0] ?? '';
  return {
    command: join(libraries, loader),
    parameters: [
      '--library-path',
      `${libraries}:${join(libraries, 'llama')}`,
      join(root, 'usr', 'bin', 'llama-server'),
    ],
    env: { GGML_BACKEND_PATH: join(libraries, 'ggml', backend) },
  };
}

/** @param {(line: string) => void} log */
function install(log) {
  const started = Date.now();
  const source = sourceOfSystem();
  if (source === undefined) return 'the system names no Debian mirror';
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'sources.list'), `deb ${source.options}${source.address} ${suite} main\n`);
  // As if nothing were installed: then everything that it needs comes along.
  writeFileSync(join(folder, 'status'), '');
  log(`llama.cpp's server: fetching it from Debian ${suite}, about 30 MB …`);
  for (const parameters of [['update'], ['install', '--yes', '--download-only', 'llama.cpp-tools']]) {
    const failed = run('apt-get', [...ownPlaces(), ...parameters]);
    if (failed !== undefined) return failed;
  }
  const archives = join(folder, 'cache', 'archives');
  for (const name of readdirSync(archives).filter((each) => each.endsWith('.deb'))) {
    const failed = run('dpkg-deb', ['--extract', join(archives, name), join(folder, 'unpacked')]);
    if (failed !== undefined) return failed;
  }
  for (const name of ['lists', 'cache']) rmSync(join(folder, name), { recursive: true, force: true });
  renameSync(join(folder, 'unpacked'), root);
  log(`llama.cpp's server: installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return undefined;
}

/** Everything that apt-get reads and writes is in our folder, but for its keys. */
function ownPlaces() {
  const places = {
    'Dir::Etc::SourceList': join(folder, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::State::Status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '2',
  };
  return ['-qq', ...Object.entries(places).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** The mirror that the system itself uses, in either form of its list, with the keys that it is checked by. */
function sourceOfSystem() {
  const parts = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ].filter((file) => existsSync(file));
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const address = /^URIs:\s*(\S+\/debian\/?)\s*$/m.exec(text)?.[1];
    const keys = /^Signed-By:\s*(\S+)\s*$/m.exec(text)?.[1];
    if (address !== undefined) return { address, options: keys === undefined ? '' : `[signed-by=${keys}] ` };
    const line = /^deb\s+(\[[^\]]*\]\s+)?(\S+\/debian\/?)\s/m.exec(text);
    if (line?.[2] !== undefined) return { address: line[2], options: line[1] ?? '' };
  }
  return undefined;
}

/**
 * @param {string} program
 * @param {readonly string[]} parameters
 * @returns {string | undefined} What went wrong, in its words.
 */
function run(program, parameters) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const { status, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8', env });
  return status === 0 ? undefined : `${program} failed: ${(stderr || error?.message || '').trim().slice(0, 500)}`;
}

/** @param {string} program */
const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
