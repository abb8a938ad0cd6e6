// `npm run test:prompts`: what every task asks, to the letter, and the cases of the starter set, which ask the same. `-- --update`
// writes the files anew.
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

await setUp();
if (process.argv.includes('--update')) process.env.HEARTH_UPDATE_PROMPTS = '1';
const tests = ['test/unit/tasks/theExactPrompts.test.ts', 'test/unit/scorecard/theStarterSet.test.ts'];
process.exitCode = (await runNode(['node_modules/mocha/bin/mocha.js', '--import=tsx', ...tests])).code;
