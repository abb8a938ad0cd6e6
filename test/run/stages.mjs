import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runNode } from './run.mjs';

/**
 * @typedef {{ file: string, title: string, error: string }} Failure A test that failed; file '' for what is in no file.
 * @typedef {{ passed: number, failed: number, skipped?: number, failures?: readonly Failure[], mended?: readonly Failure[] }} Counts
 *   What came of a stage's tests. Mended: they failed, and held at the second try.
 * @typedef {{ name: string, run: () => Promise<Counts> }} Stage
 */

const binaries = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  knip: 'node_modules/knip/bin/knip.js',
};

/** @type {Stage} */
const formatAndLint = {
  name: 'format and lint',
  run: () => all([[binaries.biome, 'check', '--config-path=test/lint.json']]),
};

/** @type {Stage} */
const types = {
  name: 'types',
  run: () => all(['.', 'test', 'media'].map((project) => [binaries.tsc, '-p', project])),
};

/** @type {Stage} */
const unusedCode = {
  name: 'unused code',
  run: () => all([[binaries.knip, '--config', 'test/knip.json', '--no-progress']]),
};

/** @type {Stage} */
const unit = { name: 'unit tests', run: () => withSecondTry((files) => mocha('test/unit', 30_000, files)) };

/** @type {Stage} */
export const build = { name: 'build', run: () => all([['esbuild.mjs', '--production']]) };

/** Inside the extension host of a real VS Code. @type {Stage} */
export const host = {
  name: 'tests inside the extension host',
  run: () =>
    withSecondTry((files) =>
      counted(join(root, 'out', 'host', 'results.json'), ['--import', 'tsx', 'test/host/run.ts'], {
        ...(files.length > 0 && { HEARTH_HOST_TESTS: files.join(',') }),
      }),
    ),
};

/** Hearth's engine against llama.cpp's own server. @type {Stage} */
export const llamaServer = {
  name: "llama.cpp's own server",
  run: () => withSecondTry((files) => mocha('test/llamaServer', 60_000, files)),
};

/** A real VS Code, used like a person uses it, with Hearth installed from its package. @type {Stage} */
export const endToEnd = {
  name: 'end-to-end tests',
  run: async () => {
    // Not below the project: nothing of it may be found from there but what the package holds.
    const folder = mkdtempSync(join(tmpdir(), 'hearth-installed-'));
    try {
      const { code, output } = await runNode(['--import', 'tsx', 'test/run/installPackage.ts', folder], {
        quiet: true,
      });
      if (code !== 0) throw new Error(output);
      const [size, installed = ''] = output.trim().split('\n').slice(-2);
      console.log(`   From the package, installed. ${size}`);
      return await withSecondTry((files) => mocha('test/e2e', 120_000, files, { HEARTH_INSTALLED: installed }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What goes into the package. @type {Stage} */
export const supply = { name: 'what is bundled and packaged', run: () => mocha('test/supply', 60_000) };

/** What needs no editor. */
export const checks = [formatAndLint, types, unusedCode, unit];

/**
 * Runs stages one after the other, each under its heading and with its own counts and duration.
 * @param {readonly Stage[]} stages
 * @returns {Promise<Counts>} All of them together.
 */
export async function runStages(stages) {
  /** @type {Counts[]} */
  const all = [];
  for (const { name, run } of stages) {
    console.log(`\n── ${name}`);
    const started = Date.now();
    const counts = await attempt(run);
    const { passed, failed, skipped = 0 } = counts;
    const more = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(`   ${passed} ok, ${failed} not ok${more} · ${((Date.now() - started) / 1000).toFixed(1)} s`);
    all.push(counts);
  }
  return together(all);
}

/**
 * Says once more what failed, since a log of many thousand lines is read from its end; prints the closing line and sets the
 * exit code. Nothing may be printed after it.
 * @param {readonly Counts[]} counts
 */
export function close(counts) {
  const { passed, failed, failures = [], mended = [] } = together(counts);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  say('Held only at the second try', mended);
  say('Failed', failures);
  console.log(`\n${passed} passed, ${failed} failed`);
}

/** @param {readonly Counts[]} counts @returns {Counts} */
function together(counts) {
  const sum = (/** @type {'passed' | 'failed'} */ key) => counts.reduce((all, one) => all + one[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    failures: counts.flatMap(({ failures = [] }) => failures),
    mended: counts.flatMap(({ mended = [] }) => mended),
  };
}

/** So many lines of an error are said again at the end. */
const ERROR_LINES = 25;

/** @param {string} what @param {readonly Failure[]} failures */
function say(what, failures) {
  if (failures.length === 0) return;
  console.log(`\n── ${what}:`);
  for (const { file, title, error } of failures) {
    const heading = [file, title].filter(Boolean).join(' › ');
    for (const line of [heading, ...error.split('\n').slice(0, ERROR_LINES)]) console.log(`   ${line}`);
  }
}

/**
 * A stage that breaks is one that fails; the others still have something to say.
 * @param {() => Promise<Counts>} run
 */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
}

/**
 * What came of a stage that cannot say it by its tests.
 * @param {string} error
 * @returns {Counts & { failures: readonly Failure[] }}
 */
function broken(error) {
  console.log(error);
  return { passed: 0, failed: 1, failures: [{ file: '', title: '', error }] };
}

/**
 * Programs that say by their exit code whether all is well, run at the same time; together they count as one test.
 * What they print is shown only when they fail.
 * @param {readonly (readonly string[])[]} programs
 * @returns {Promise<Counts>}
 */
async function all(programs) {
  const results = await Promise.all(programs.map((parameters) => runNode(parameters, { quiet: true })));
  const outputs = results.filter(({ code }) => code !== 0).map(({ output }) => output.trimEnd());
  return outputs.length > 0 ? broken(outputs.join('\n')) : { passed: 1, failed: 0 };
}

/**
 * @param {string} folder
 * @param {number} testLimit In ms.
 * @param {readonly string[]} [files] Only these; all when there are none.
 * @param {Readonly<Record<string, string>>} [env]
 */
function mocha(folder, testLimit, files = [], env = {}) {
  const results = join(root, 'out', `${folder.replace('/', '-')}.json`);
  return counted(results, ['--import', 'tsx', 'test/run/runMocha.mjs', folder, results, String(testLimit)], {
    ...env,
    ...(files.length > 0 && { HEARTH_TEST_FILES: files.join(',') }),
  });
}

/** So many files of one stage may need it. With more, it is no accident of the machine. */
const SECOND_TRIES = 2;

/** How fast-check begins when it found values that something does not hold for: another try would only look at others. */
const COUNTEREXAMPLE = 'Property failed after';

/**
 * For tests with real processes, sockets and windows, which a busy machine can come between: files with a failure are run once
 * more, alone, in a new window. What failed stays in the log, and is said again at the end.
 * @param {(files: readonly string[]) => Promise<Counts>} run all files when none is named
 * @returns {Promise<Counts>}
 */
async function withSecondTry(run) {
  const first = await run([]);
  const { failures = [] } = first;
  const files = [...new Set(failures.map(({ file }) => file))];
  if (files.length === 0 || files.length > SECOND_TRIES || files.includes('')) return first;
  if (failures.some(({ error }) => error.includes(COUNTEREXAMPLE))) return first;
  console.log(`\n   NOT AT THE FIRST TRY: ${files.join(', ')} (${first.failed} failed). Once more, alone:`);
  const second = await run(files);
  const { failures: again = [] } = second;
  const holds = (/** @type {Failure} */ { title }) =>
    !again.some((failure) => failure.file === '' || failure.title === title);
  const mended = failures.filter(holds);
  return { ...first, passed: first.passed + mended.length, failed: second.failed, failures: again, mended };
}

/**
 * Runs a test runner that writes its counts into a file.
 * @param {string} results
 * @param {readonly string[]} parameters
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<Counts>}
 */
async function counted(results, parameters, env) {
  rmSync(results, { force: true });
  const { code } = await runNode(parameters, { env });
  if (!existsSync(results)) return broken(`   The tests did not run to their end (exit code ${code}).`);
  /** @type {Counts} */
  const { passed, failed, skipped = 0, failures = [] } = JSON.parse(readFileSync(results, 'utf8'));
  if (passed + failed === 0) return { ...broken('   No tests found.'), skipped };
  if (code !== 0 && failed === 0) {
    return { ...broken(`   Every test passed, but the run ended with exit code ${code}.`), passed, skipped };
  }
  return { passed, failed, skipped, failures };
}
