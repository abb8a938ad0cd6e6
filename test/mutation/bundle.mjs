// Bundles the unit tests of src/privacy into out/mutation/tests.mjs. Stryker runs this in its copy of the project, after it put
// the mutants into the source: a bundle loads in a third of the time, which counts where each mutant needs a process of its own.
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What is not worth its seconds here: processes and threads that load another copy of the source. */
const left = ['killedMidSend.test.ts'];

/** A mutant that acts while the source is loaded is tried on all tests until one fails: those that take long come last. */
const slow = [
  'approval',
  'draft',
  'redaction',
  'exclusions',
  'folderExclusions',
  'ledgerFiles',
  'ledgerBook',
  'escalate',
];

const place = (/** @type {string} */ name) => slow.indexOf(name.replace('.test.ts', ''));
const privacy = readdirSync('test/unit/privacy')
  .filter((name) => name.endsWith('.test.ts') && !left.includes(name))
  .sort((one, other) => place(one) - place(other));
const tests = [
  ...privacy.map((name) => `unit/privacy/${name}`),
  'unit/tiers/settingTheCloudUp.test.ts',
  'unit/tiers/answersFromTheCloud.test.ts',
];
await build({
  stdin: {
    contents: ['mutation/steadily.ts', ...tests].map((name) => `import './${name}';\n`).join(''),
    resolveDir: join(process.cwd(), 'test'),
    sourcefile: 'tests.ts',
  },
  outfile: 'out/mutation/tests.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Packages of the older kind ask for `require`, which an ES module has not.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  logLevel: 'warning',
});
// A path with a mutant in it is one that esbuild cannot follow.
for (const name of ['presets.json', 'prices.json']) copyFileSync(`src/privacy/${name}`, `out/mutation/${name}`);
