// `npm test`: everything there is, from a fresh clone. Ends with the line `N passed, N failed`.
import { setUp } from './setUp.mjs';
import { build, checks, close, endToEnd, host, llamaServer, runStages } from './stages.mjs';

try {
  await setUp({ editor: true, engine: true });
  const checked = await runStages([...checks, llamaServer]);
  const built = await runStages([build]);
  if (built.failed > 0) {
    console.log('\nThe tests inside the editor were not run, because there is nothing built to run them with.');
    close([checked, built]);
  } else {
    close([checked, built, await runStages([host, endToEnd])]);
  }
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  close([{ passed: 0, failed: 1 }]);
}
