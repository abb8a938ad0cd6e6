// Starts a benchmark: `node test/bench/bench.mjs [replay | cpu | engine | writing | shared] [--full] [--pareto] [--json] [--update]`.
import { runNode } from '../run/run.mjs';
import { setUp } from '../run/setUp.mjs';

/** @type {Record<string, string>} */
const programs = {
  replay: 'test/bench/bench.ts',
  cpu: 'test/bench/cpu.ts',
  engine: 'test/bench/engine.ts',
  writing: 'test/bench/writing.ts',
  shared: 'test/bench/shared.ts',
};

const [first = '', ...others] = process.argv.slice(2);
const [name, options] = first in programs ? [first, others] : ['replay', process.argv.slice(2)];

try {
  // What is printed on the standard output is the result alone.
  await setUp({ engine: name === 'engine', log: console.error });
  process.exitCode = (await runNode(['--import', 'tsx', programs[name] ?? '', ...options])).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
