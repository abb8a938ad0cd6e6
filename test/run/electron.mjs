// `npm run test:electron`: the suite of test/host inside the desktop VS Code, which is downloaded when it can be.
// VSCODE_PATH names an installed one to use instead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

await setUp();
const { code: built, output } = await runNode(['esbuild.mjs', '--production'], { quiet: true });
if (built === 0) {
  process.exitCode = await runInDesktop();
} else {
  console.error(output);
  process.exitCode = 1;
}

/** @returns {Promise<number>} The exit code. */
async function runInDesktop() {
  const { downloadAndUnzipVSCode, runTests, SilentReporter } = await import('@vscode/test-electron');
  const { bundleHostSuite } = await import('../host/bundle.mjs');
  const extensionTestsPath = await bundleHostSuite();
  const cachePath = join(root, 'out', 'vscode-desktop');
  const program =
    process.env.VSCODE_PATH ??
    (await downloadAndUnzipVSCode({ cachePath, reporter: new SilentReporter() }).catch(() => undefined));
  if (program === undefined) {
    console.error(
      'VS Code could not be downloaded. Check the network, or set VSCODE_PATH to the program of an installed one.',
    );
    return 1;
  }
  const profile = mkdtempSync(join(tmpdir(), 'hearth-desktop-'));
  try {
    const launchArgs = ['--disable-extensions', '--disable-workspace-trust', `--user-data-dir=${profile}`];
    return await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: root,
      extensionTestsPath,
      launchArgs,
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
