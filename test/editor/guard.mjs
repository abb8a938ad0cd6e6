// Runs a program and ends with it. When whoever started this is gone without a word (killed, so that it could not clean
// up), everything this started is ended and the folder is removed. Its standard input is how it notices: it closes.
//   node guard.mjs FOLDER PROGRAM PARAMETER…
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

/** How long (ms) the program has to end in an orderly way. */
const END_LIMIT_MS = 2_000;

const [folder = '', program = '', ...parameters] = process.argv.slice(2);
const child = spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

process.stdin.resume().once('close', () => {
  child.removeAllListeners('exit');
  process.on('SIGTERM', () => undefined);
  // This is the leader of its own process group: see editor.ts.
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    process.kill(-process.pid, 'SIGKILL');
  }, END_LIMIT_MS);
});
