// `npm run soak`: 20,000 completions through everything between the cursor and the sockets. Prints whether memory, listeners
// and connections stayed what they were; `-- --json` prints the figures as data. Exit code 0 only if all held.
import { checksOf } from './checks.ts';
import { runSoak } from './runSoak.ts';

const completions = 20_000;

const words = process.argv.slice(2);
const unknown = words.filter((word) => word !== '--json');
if (unknown.length > 0) {
  console.error(`npm run soak does not know ${unknown.join(' ')}. It takes -- --json, or nothing.`);
  process.exit(1);
}
const { gc } = globalThis;
if (!gc) throw new Error('started without --expose-gc');

const figures = await runSoak(completions, gc, (done) => process.stderr.write(`  ${done} of ${completions}\n`));
const checks = checksOf(figures);
const failed = checks.filter(({ held }) => !held).length;
process.exitCode = failed === 0 ? 0 : 1;
if (words.includes('--json')) console.log(JSON.stringify({ checks, figures }, undefined, 2));
else {
  const { outcomes, engine, seconds } = figures;
  const all = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
  console.log(`${completions} completions in ${seconds.toFixed(0)} s, ${engine.requests} requests to the engine:`);
  console.log(`  ${all.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}\n`);
  for (const { held, name, measured } of checks) console.log(`${held ? 'ok  ' : 'FAIL'}  ${name}\n      ${measured}`);
  console.log(`\n${checks.length - failed} passed, ${failed} failed`);
}
