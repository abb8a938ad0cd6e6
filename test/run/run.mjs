import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let listening = false;

/**
 * Runs a program of the project with this Node.js, from the root, and waits for its end. When this process is told to
 * end, the program is told first and given the time to clean up.
 * @param {readonly string[]} parameters For example `['esbuild.mjs', '--production']`.
 * @param {{ quiet?: boolean, by?: readonly string[], env?: Readonly<Record<string, string>> }} [options] Quiet: what it prints
 *   is returned instead of shown. By: a program with its parameters that is to run it. Env: added to this process's.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runNode(parameters, { quiet = false, by = [], env = {} } = {}) {
  endTogether();
  return new Promise((resolve, reject) => {
    const [program = '', ...all] = [...by, process.execPath, ...parameters];
    const child = spawn(program, all, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

function endTogether() {
  if (listening) {
    return;
  }
  listening = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, async () => {
      const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
      for (const child of running) {
        child.kill('SIGTERM');
      }
      await Promise.all(ended);
      process.exit(1);
    });
  }
}
