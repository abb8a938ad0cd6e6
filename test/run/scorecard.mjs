// `npm run scorecard -- --engine URL --model NAME [FILE]`: the scorecard without a window. Sets itself up; without parameters it says how
// it is used. What is printed on the standard output is the report alone.
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

try {
  await setUp({ log: console.error });
  process.exitCode = (await runNode(['--import', 'tsx', 'test/run/scorecard.ts', ...process.argv.slice(2)])).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
