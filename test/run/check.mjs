// `npm run check`: what can be said in seconds, without an editor.
import { setUp } from './setUp.mjs';
import { checks, close, runStages } from './stages.mjs';

try {
  // Some unit tests hold the demo engine to recordings of a real one.
  await setUp({ engine: true });
  close([await runStages(checks)]);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  close([{ passed: 0, failed: 1 }]);
}
