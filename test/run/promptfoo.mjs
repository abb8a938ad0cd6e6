// `npm run test:promptfoo`: promptfoo itself reads our files of cases, and judges as we do. It is installed for this alone, into out/,
// which takes about two minutes and 350 MB: so CI does not run it. Where it cannot be installed, that is said, and nothing is tested.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

/** The newest that runs on Node.js 20. */
const version = '0.120.27';
const folder = join(root, 'out', `promptfoo-${version}`);

await setUp();
if (await isInstalled()) {
  process.env.HEARTH_PROMPTFOO = folder;
  const test = 'test/run/againstPromptfoo.ts';
  process.exitCode = (
    await runNode(['node_modules/mocha/bin/mocha.js', '--import=tsx', '--exit', '--timeout=60000', test])
  ).code;
}

async function isInstalled() {
  if (existsSync(join(folder, 'node_modules', 'promptfoo', 'package.json'))) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log(`installing promptfoo ${version} …`);
  try {
    await npm(['install', `promptfoo@${version}`, '--omit=optional', '--omit=peer'], folder);
    return true;
  } catch (error) {
    console.log(`skipped: promptfoo cannot be installed here. ${error instanceof Error ? error.message : error}`);
    return false;
  }
}
