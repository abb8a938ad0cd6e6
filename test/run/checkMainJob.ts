// `npm start -- --check`: the main job in a real window on the demo engine, a line for each step. Exit code 0 only if all held.

import { activationTimes, median } from '../e2e/activationTimes.ts';
import { mainJob } from '../e2e/mainJob.ts';
import { startSession } from '../e2e/session.ts';

console.log('Starting the demo engine, VS Code and a browser …\n');
const session = await startSession();
let failed = 0;
try {
  const times = await activationTimes(session, 5);
  const [activate, load] = [median(times.map((each) => each.activate)), median(times.map((each) => each.load))];
  const all = times.map((each) => each.activate).join(', ');
  const seen = `activate: median ${activate} ms of ${all} (limit 50) · loading the code among all other extensions: ${load} ms`;
  report(activate < 50, 'Hearth starts quickly', seen);
  for (const step of mainJob()) {
    try {
      report(true, step.name, await step.run(session));
    } catch (error) {
      report(false, step.name, error instanceof Error ? error.message : String(error));
      await session.workbench.screenshot(`check-failed-${step.name}`);
    }
  }
} finally {
  await session.stop();
}
console.log(failed === 0 ? '\nAll of it held.' : `\n${failed} did not hold. Pictures are in out/screenshots.`);
process.exitCode = failed === 0 ? 0 : 1;

function report(held: boolean, name: string, seen: string): void {
  if (!held) failed++;
  console.log(`${held ? 'ok  ' : 'FAIL'}  ${name}\n      ${seen.replaceAll('\n', '\n      ')}`);
}
