// `npm run pictures`: takes the pictures of the README anew, in a real VS Code on the demo engine, and draws the icon.
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

try {
  await setUp({ editor: true, engine: true });
  const { code, output } = await runNode(['esbuild.mjs', '--production'], { quiet: true });
  if (code !== 0) throw new Error(`Hearth could not be built.\n${output}`);
  process.exitCode = (await runNode(['--import', 'tsx', 'test/pictures/take.ts'])).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
