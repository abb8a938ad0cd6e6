// `npm run test:mutation`: changes the source of src/privacy in thousands of small ways, and sees whether a unit test notices each.
// `-- gate ledgerBook` does so for these files only. It takes about a quarter of an hour on two cores, and is no part of CI.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installStryker, stryker } from '../mutation/install.mjs';
import { judge } from '../mutation/judge.mjs';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';
import { close } from './stages.mjs';

const folder = join(root, 'test', 'mutation');
const report = join(root, 'out', 'mutation', 'report.json');
const files = process.argv.slice(2).map((name) => `src/privacy/${name.replace(/\.ts$/, '')}.ts`);

try {
  const unknown = files.filter((file) => !existsSync(join(root, file)));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.`);
  await setUp();
  await installStryker();
  rmSync(report, { force: true });
  const only = files.length > 0 ? ['--mutate', files.join(',')] : [];
  const { code } = await runNode([stryker, 'run', join(folder, 'stryker.config.json'), ...only]);
  if (!existsSync(report)) throw new Error(`The mutants were not tried to the end (exit code ${code}).`);
  const listed = JSON.parse(readFileSync(join(folder, 'survivors.json'), 'utf8'));
  const { lines, counts } = judge(JSON.parse(readFileSync(report, 'utf8')), listed);
  for (const line of lines) console.log(line);
  close([counts]);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  close([{ passed: 0, failed: 1 }]);
}
