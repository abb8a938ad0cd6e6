// Runs the mocha tests of one folder and writes what came of them as data:
//   node --import tsx test/run/runMocha.mjs FOLDER RESULTS.json TEST_LIMIT_MS
// With HEARTH_TEST_FILES in the environment, only files whose name contains it, or one of several with commas between them;
// with HEARTH_TEST_GREP, only tests whose title matches it.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Mocha from 'mocha';
import { root } from './root.mjs';

/** How long (ms) the process may go on after the last test before what is left running counts as a failure. */
const END_LIMIT_MS = 5_000;

const [folder = '', resultsFile = '', limit = '5000'] = process.argv.slice(2);
const wanted = (process.env.HEARTH_TEST_FILES ?? '').split(',');
const files = existsSync(join(root, folder))
  ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.test.ts') && wanted.some((part) => name.includes(part)),
    )
  : [];
const mocha = new Mocha({ ui: 'bdd', timeout: Number(limit), reporter: 'spec', grep: process.env.HEARTH_TEST_GREP });
for (const name of files.sort()) {
  mocha.addFile(join(root, folder, name));
}
await mocha.loadFilesAsync();

/** @type {import('./stages.mjs').Failure[]} */
const failures = [];
/** @satisfies {import('./stages.mjs').Counts} */
const counts = { passed: 0, failed: 0, skipped: 0, failures };
await new Promise((resolve) => {
  const runner = mocha.run(resolve);
  runner.on('pass', () => counts.passed++);
  runner.on('fail', (test, error) => {
    counts.failed++;
    // A hook knows its file only through its suite.
    const file = test.file ?? test.parent?.file;
    failures.push({
      file: file === undefined ? '' : relative(join(root, folder), file),
      title: test.fullTitle(),
      error: error?.stack ?? String(error),
    });
  });
  runner.on('pending', () => counts.skipped++);
});
report();
process.exitCode = counts.failed > 0 ? 1 : 0;

// Does not keep the process alive: it fires only when something else does.
setTimeout(() => {
  const error = `The tests are over, but this is still going on: ${process.getActiveResourcesInfo().join(', ')}`;
  console.log(error);
  counts.failed++;
  failures.push({ file: '', title: folder, error });
  report();
  process.exit(1);
}, END_LIMIT_MS).unref();

function report() {
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(counts));
}
