// `npm run soak`: sets everything up and starts the soak. What is printed on the standard output is the result alone.
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

try {
  await setUp({ log: console.error });
  // Without V8's compilers, which go on for tens of thousands of completions and keep what they make on the heap: it would hide
  // what Hearth keeps.
  const still = ['--no-flush-bytecode', '--no-sparkplug', '--no-maglev', '--no-turbofan'];
  const program = ['--expose-gc', ...still, '--import', 'tsx', 'test/soak/soak.ts'];
  process.exitCode = (await runNode([...program, ...process.argv.slice(2)])).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
