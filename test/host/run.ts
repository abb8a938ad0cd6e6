import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from '../editor/browser.ts';
import { startEditor } from '../editor/editor.ts';
import { root } from '../run/root.mjs';
import { bundleHostSuite } from './bundle.mjs';
import { type HostReport, SUITE_MARK } from './suite.ts';

/** What the suite runs with. */
export interface HostOptions {
  /** Folder of the extension under test; the project's root when left out. */
  readonly developmentPath?: string;
  /** Environment the tests and the extension see. */
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly log?: (line: string) => void;
}

/** How the suite ended; the same as JSON is in `out/host/results.json`. */
export interface HostOutcome {
  readonly passed: number;
  readonly failed: number;
  /** As `test/run/stages.mjs` reads them. */
  readonly failures: readonly { readonly file: string; readonly title: string; readonly error: string }[];
  readonly list: HostReport['results'];
}

const SUITE_LIMIT_MS = 1_800_000;
const EXIT_LIMIT_MS = 10_000;
const outcomeFile = join(root, 'out', 'host', 'results.json');

/**
 * Runs the suite of `test/host` inside the extension host of a real VS Code.
 * @throws {Error} When the suite did not come to its end.
 */
export async function runHostSuite(options: HostOptions = {}): Promise<HostOutcome> {
  const { developmentPath = root, env = {}, settings = {}, log = console.log } = options;
  const testsPath = await bundleHostSuite();
  const reportFile = join(root, 'out', 'host', `report-${process.pid}.json`);
  const editor = await startEditor({
    otherExtensions: [join(root, 'test', 'host', 'neighbour')],
    env: { ...env, HEARTH_HOST_RESULTS: reportFile },
    settings,
    // Without this driver the browser build ignores the request to run tests, without a word.
    extraArgs: ['--vscode-option', 'enable-smoke-test-driver'],
  });
  const everything: string[] = [];
  try {
    const folder = join(editor.root, 'workspace');
    mkdirSync(folder);
    const browser = await openBrowser();
    try {
      const say = (line: string) => {
        everything.push(line);
        if (line.startsWith(SUITE_MARK)) {
          log(line.slice(SUITE_MARK.length));
        }
      };
      const exitCode = await untilSuiteEnds(browser.page, editor.url(folder, { developmentPath, testsPath }), say);
      const outcome = readOutcome(reportFile, exitCode);
      await extensionHostEnds(outcome.pid);
      mkdirSync(join(root, 'out', 'host'), { recursive: true });
      writeFileSync(outcomeFile, JSON.stringify(outcome, null, 2));
      return outcome;
    } finally {
      await browser.close();
    }
  } catch (error) {
    log(everything.join('\n'));
    throw error;
  } finally {
    await editor.stop();
    rmSync(reportFile, { force: true });
  }
}

/** Opens the window and returns the exit code of the suite. @param log Told every line of the consoles. */
async function untilSuiteEnds(page: Page, url: string, log: (line: string) => void): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (_type: string, parameters: readonly unknown[]) =>
    log(format(...parameters)),
  );
  const ended = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  });
  await page.goto(url);
  const limit = new AbortController();
  const tooLong = wait(SUITE_LIMIT_MS, undefined, { signal: limit.signal }).then(
    () => Promise.reject(new Error(`The suite in the extension host did not end within ${SUITE_LIMIT_MS / 1000} s.`)),
    () => ended,
  );
  try {
    return await Promise.race([ended, tooLong]);
  } finally {
    limit.abort();
  }
}

function readOutcome(file: string, exitCode: number): HostOutcome & { readonly pid: number } {
  if (!existsSync(file)) {
    throw new Error(`The suite could not be loaded in the extension host (exit code ${exitCode}).`);
  }
  const { pid, results } = JSON.parse(readFileSync(file, 'utf8')) as HostReport;
  const count = (state: string) => results.filter((result) => result.state === state).length;
  const [passed, failed] = [count('passed'), count('failed')];
  if (exitCode !== 0 && failed === 0) {
    throw new Error(`Every test passed, but the extension host ended with exit code ${exitCode}.`);
  }
  const failures = results
    .filter(({ state }) => state === 'failed')
    .map(({ file, title, error = '' }) => ({ file, title, error }));
  return { passed, failed, failures, list: results, pid };
}

/** Coverage (NODE_V8_COVERAGE) is written when the process ends by itself, so it is given the time to. */
async function extensionHostEnds(pid: number): Promise<void> {
  const limit = Date.now() + EXIT_LIMIT_MS;
  while (existsSync(`/proc/${pid}`) && Date.now() < limit) {
    await wait(50);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  rmSync(outcomeFile, { force: true });
  const developmentPath = process.env.HEARTH_HOST_EXTENSION;
  const { passed, failed } = await runHostSuite(developmentPath === undefined ? {} : { developmentPath });
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
