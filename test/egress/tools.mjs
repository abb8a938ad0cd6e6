import { spawnSync } from 'node:child_process';

/** What is needed of the machine, by program and Debian package. `unshare` and `mount` are part of every Debian. */
const packages = { strace: 'strace', ip: 'iproute2', openssl: 'openssl' };

const isRoot = process.getuid?.() === 0;

/** Runs what is given to it in a network with nothing but a loopback, able to mount files for itself alone. */
export const alone = [
  ...['unshare', ...(isRoot ? [] : ['--map-root-user']), '--net', '--mount'],
  ...['sh', '-c', 'ip link set lo up && exec "$@"', 'sh'],
];

/**
 * Gets ready what the proof needs of the machine: installs what is missing where it may.
 * @param {(line: string) => void} log
 * @returns {string | undefined} Why it cannot be had here; undefined when all is there.
 */
export function prepareMachine(log) {
  if (process.platform !== 'linux') return `network namespaces and strace are Linux only; this is ${process.platform}`;
  const missing = Object.entries(packages).flatMap(([program, name]) => (has(program) ? [] : [name]));
  if (missing.length > 0 && isRoot && has('apt-get')) {
    log(`installing ${missing.join(', ')} with apt-get …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const parameters of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
      const { status, stderr } = spawnSync('apt-get', ['-qq', ...parameters], { encoding: 'utf8', env: environment });
      if (status !== 0) return `apt-get ${parameters.join(' ')} failed: ${stderr.trim()}`;
    }
  } else if (missing.length > 0) {
    return `${missing.join(', ')} must be installed first: apt-get install ${missing.join(' ')}`;
  }
  const [program = '', ...parameters] = [...alone, 'strace', '-o', '/dev/null', 'true'];
  const { status, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
  return status === 0 ? undefined : `a network of its own, or strace in it, is not allowed here: ${stderr.trim()}`;
}

/** @param {string} program */
function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
