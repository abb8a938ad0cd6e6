import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../run/root.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles the suite and every `*.test.ts` under `test/host` into one CommonJS file, which is what an extension host
 * loads as tests. With `HEARTH_HOST_TESTS` in the environment, only those whose name contains it, or one of
 * several with commas between them.
 * @returns {Promise<string>} The file's path, for `extensionTestsPath`.
 * @throws {Error} When there are no tests or they cannot be compiled.
 */
export async function bundleHostSuite() {
  const wanted = (process.env.HEARTH_HOST_TESTS ?? '').split(',');
  const tests = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && wanted.some((part) => name.includes(part)))
    .sort();
  if (tests.length === 0) {
    throw new Error('no tests found in test/host');
  }
  const loads = tests
    .map((name) => name.replaceAll('\\', '/'))
    .map((name) => `{ file: ${JSON.stringify(name)}, load: () => import(${JSON.stringify(`./${name}`)}) }`);
  const outfile = join(root, 'out', 'host', 'index.cjs');
  await build({
    stdin: {
      contents: `import { runSuite } from './suite.ts';\nexport const run = () => runSuite([${loads.join(', ')}]);\n`,
      resolveDir: here,
      sourcefile: 'run.ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'silent',
  });
  return outfile;
}
