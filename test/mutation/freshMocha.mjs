import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Stryker's own runner for mocha starts a process for every mutant that acts while the source is loaded, and runs all tests in it.
 * There are six hundred of them, so this one loads a fresh copy of the tests in the same process instead, and runs those that
 * reach the mutant's file at all. A test that would notice and is left out makes the score worse, never better.
 */

/**
 * @typedef {{ id: string, fileName: string }} Mutant
 * @typedef {{ activeMutant: Mutant, testFilter?: readonly string[], reloadEnvironment: boolean }} RunOptions
 * @typedef {{ mutantCoverage?: { perTest: Record<string, Record<string, number>> } }} DryRun
 * @typedef {{
 *   options: { testFiles?: readonly string[] }, loadedEnv: boolean,
 *   init(): Promise<void>, dispose(): Promise<void>,
 *   dryRun(options: object): Promise<DryRun>, mutantRun(options: RunOptions): Promise<object>,
 * }} Runner
 * @typedef {{ createMochaTestRunner: (injector: unknown) => Runner }} MochaRunnerPackage
 */

const place = './node_modules/@stryker-mutator/mocha-runner/dist/src/index.js';
/** @type {MochaRunnerPackage} */
const { createMochaTestRunner } = await import(new URL(place, import.meta.url).href);

// Below Stryker's copy of the project, in which its workers run.
const folder = join('out', 'mutation');
const reachedFile = join(folder, 'reached.json');

/** @param {unknown} injector */
function freshMocha(injector) {
  const runner = createMochaTestRunner(injector);
  let copies = 0;

  async function reload() {
    await runner.dispose();
    copies += 1;
    const copy = join(folder, `tests-${process.pid}-${copies}.mjs`);
    copyFileSync(join(folder, 'tests.mjs'), copy);
    runner.options = { ...runner.options, testFiles: [copy] };
    runner.loadedEnv = false;
    await runner.init();
  }

  return {
    capabilities: async () => ({ reloadEnvironment: true }),
    init: () => runner.init(),
    dispose: () => runner.dispose(),
    /** @param {object} options */
    async dryRun(options) {
      const result = await runner.dryRun(options);
      writeFileSync(reachedFile, JSON.stringify(testsByFile(result)));
      return result;
    },
    /** @param {RunOptions} options */
    async mutantRun(options) {
      if (options.reloadEnvironment) await reload();
      if (options.testFilter) return runner.mutantRun(options);
      const reached = JSON.parse(readFileSync(reachedFile, 'utf8'));
      const { fileName } = options.activeMutant;
      const name = Object.keys(reached).find((each) => fileName.endsWith(each));
      return runner.mutantRun(name === undefined ? options : { ...options, testFilter: reached[name] });
    },
  };
}
freshMocha.inject = ['$injector'];

/**
 * For each source file the tests that reach a mutant in it.
 * @param {DryRun} result
 */
function testsByFile({ mutantCoverage }) {
  const source = join('src', 'privacy');
  /** @type {Map<string, string>} */
  const fileOf = new Map();
  for (const name of readdirSync(source).filter((each) => each.endsWith('.ts'))) {
    for (const [, id] of readFileSync(join(source, name), 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g)) {
      if (id !== undefined) fileOf.set(id, `/${name}`);
    }
  }
  /** @type {Record<string, string[]>} */
  const tests = {};
  for (const [test, hits] of Object.entries(mutantCoverage?.perTest ?? {})) {
    for (const name of new Set(Object.keys(hits).map((id) => fileOf.get(id) ?? ''))) {
      if (name !== '') tests[name] = [...(tests[name] ?? []), test];
    }
  }
  return tests;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'freshMocha', factory: freshMocha }];
