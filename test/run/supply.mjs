// `npm run test:supply`: what goes into the package, and that anybody can build the same one. `-- --update` writes down what it
// is compared with. Ends with the line `N passed, N failed`.
import { audit } from '../supply/audit.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';
import { build, close, runStages, supply } from './stages.mjs';

const [option, ...more] = process.argv.slice(2);

try {
  if ((option !== undefined && option !== '--update') || more.length > 0) {
    throw new Error(`It does not know ${process.argv.slice(2).join(' ')}. It takes -- --update, or nothing.`);
  }
  await setUp();
  if (option === '--update') process.exitCode = (await runNode(['--import', 'tsx', 'test/supply/update.ts'])).code;
  else close([await runStages([build, supply, audit])]);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  close([{ passed: 0, failed: 1 }]);
}
