// `npm run test:egress`: the proof of what leaves. Makes journeys in a real VS Code that stands in a network with nothing but a
// loopback, traces every network call of it, and compares the endpoints seen with the ones expected. `-- --json` prints the
// findings as JSON on the standard output, and everything else on the other one.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alone, prepareMachine } from '../egress/tools.mjs';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

/** @typedef {import('../egress/report.ts').Report} Report @typedef {import('../egress/report.ts').ReportedJourney} Journey */

const json = process.argv.includes('--json');
const say = json ? console.error : console.log;
const unknown = process.argv.slice(2).filter((argument) => argument !== '--json');

try {
  if (unknown.length > 0) throw new Error(`It does not know ${unknown.join(' ')}. It takes -- --json, or nothing.`);
  const why = prepareMachine(say);
  if (why === undefined) await prove();
  else if (process.platform === 'linux' && process.env.CI === 'true') throw new Error(`This cannot be proved: ${why}.`);
  else {
    say(`Skipped: ${why}.`);
    end(0, 0);
  }
} catch (error) {
  say(error instanceof Error ? error.message : error);
  end(0, 1);
}

async function prove() {
  await setUp({ editor: true, log: say });
  const built = await runNode(['esbuild.mjs', '--production'], { quiet: true });
  if (built.code !== 0) throw new Error(`Hearth could not be built.\n${built.output}`);
  let report = await makeJourneys();
  if (cameToNothing(report)) {
    say('\nA journey was not made to its end, and none reached what it should not. They are all made once more.');
    for (const journey of report.journeys) tell(journey);
    report = await makeJourneys();
  }
  const journeys = report.journeys.toSorted((a, b) => a.id.localeCompare(b.id));
  for (const journey of journeys) tell(journey);
  const { extensionHost, otherProcesses } = report.vsCodeItself;
  say(
    `\nNot held against Hearth, since VS Code does it without: its extension host started ${list(extensionHost.started)}`,
  );
  say(`and reached ${list(extensionHost.reached)}; its other processes reached ${list(otherProcesses.reached)}.`);
  const checks = journeys.flatMap((journey) => journey.checks);
  const passed = checks.filter(({ held }) => held).length;
  if (json) console.log(JSON.stringify({ passed, failed: checks.length - passed, ...report, journeys }, null, 2));
  end(passed, checks.length - passed);
}

/** @returns {Promise<Report>} */
async function makeJourneys() {
  const file = join(root, 'out', 'egress', 'report.json');
  rmSync(file, { force: true });
  const run = ['--import', 'tsx', 'test/egress/run.ts', file];
  const { code, output } = await runNode(run, { by: alone, quiet: json });
  if (!existsSync(file)) throw new Error(`The journeys were not made to their end (exit code ${code}).\n${output}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Whether the window was in the way, and not Hearth: somewhere a step could not be made, and nowhere is anything against Hearth but
 * what is missing. Only then is a second try fair: what was reached and should not have been stays a failure.
 * @param {Report} report
 */
function cameToNothing({ journeys }) {
  const isMade = (/** @type {Journey} */ { checks }) =>
    checks.every(({ what, held }) => held || !what.endsWith('it was made to its end'));
  const isInnocent = (/** @type {Journey} */ { seen, listened, expected }) =>
    [...seen, ...listened].every((endpoint) => expected.includes(endpoint));
  return journeys.some((journey) => !isMade(journey)) && journeys.every(isInnocent);
}

/** @param {Journey} journey */
function tell({ id, title, seconds, expected, seen, checks }) {
  say(`\n${id}  ${title}${seconds > 0 ? ` · ${seconds.toFixed(1)} s` : ''}`);
  say(`   expected  ${list(expected)}`);
  say(`   seen      ${list(seen)}`);
  for (const { what, held, seen } of checks) {
    say(`   ${held ? 'ok    ' : 'NOT OK'}  ${what}${seen ? ` (${seen})` : ''}`);
  }
}

/** @param {readonly string[]} all */
function list(all) {
  return all.length > 0 ? all.join(' · ') : 'nothing';
}

/** @param {number} passed @param {number} failed */
function end(passed, failed) {
  process.exitCode = failed > 0 ? 1 : 0;
  say(`\n${passed} passed, ${failed} failed`);
}
