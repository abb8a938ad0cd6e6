import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';

/** What one test did. */
export interface HostResult {
  readonly title: string;
  /** The test file, from `test/host`. */
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  /** Message and stack of a failure. */
  readonly error?: string;
}

/** Written as JSON into the file named by `HEARTH_HOST_RESULTS` when the suite has ended. */
export interface HostReport {
  /** The extension host's process. */
  readonly pid: number;
  readonly results: readonly HostResult[];
}

/** Stands before every line the suite prints, to tell it from what VS Code says on the same console. */
export const SUITE_MARK = '[hearth suite] ';

const TEST_LIMIT_MS = 20_000;

/**
 * Runs the tests inside the extension host of a VS Code, in the browser or the desktop's. `bundle.mjs` makes the `run`
 * that VS Code calls out of this and the test files.
 * @param tests The test files, with what loads them.
 * @throws {Error} When a test fails, which is how VS Code learns of it.
 */
export async function runSuite(tests: readonly { readonly file: string; load(): Promise<unknown> }[]): Promise<void> {
  // An ES module; loaded late because the bundle is CommonJS, which is what the extension host loads tests as.
  const { default: MochaClass } = await import('mocha');
  // `add` below says what happens, line by line.
  class SilentReporter extends MochaClass.reporters.Base {}
  const mocha: Mocha = new MochaClass({ ui: 'bdd', timeout: TEST_LIMIT_MS, reporter: SilentReporter });
  for (const { file, load } of tests) {
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    await load();
  }
  const results: HostResult[] = [];
  const add = (result: HostResult) => {
    results.push(result);
    const sign = { passed: '✔', failed: '✘', skipped: '-' }[result.state];
    for (const line of `  ${sign} ${result.title} (${result.ms} ms)\n${result.error ?? ''}`.trimEnd().split('\n')) {
      console.log(SUITE_MARK + line);
    }
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const common = (test: Mocha.Runnable) => ({
      title: test.fullTitle(),
      file: test.file ?? test.parent?.file ?? '',
      ms: test.duration ?? 0,
    });
    runner.on('pass', (test) => add({ ...common(test), state: 'passed' }));
    runner.on('pending', (test) => add({ ...common(test), state: 'skipped' }));
    runner.on('fail', (test, error) => add({ ...common(test), state: 'failed', error: error?.stack ?? String(error) }));
  });
  const file = process.env.HEARTH_HOST_RESULTS;
  if (file !== undefined) {
    const report: HostReport = { pid: process.pid, results };
    writeFileSync(file, JSON.stringify(report, null, 2));
  }
  if (failures > 0) {
    throw new Error(`${failures} tests failed`);
  }
}
