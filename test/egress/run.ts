// The part of `npm run test:egress` that runs inside a network with nothing but a loopback:
//   node --import tsx test/egress/run.ts REPORT.json
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Journey, journeys, withoutHearth } from './journeys.ts';
import { judge, type Made, ofEveryJourney } from './judge.ts';
import { judgeKey } from './judgeKey.ts';
import type { Report, ReportedCheck, ReportedJourney } from './report.ts';
import { readCalls } from './strace.ts';
import { traceOf } from './trace.ts';
import { startWorld, type World } from './world.ts';

const [reportFile = ''] = process.argv.slice(2);

/** What stood on the screen at the end of each journey, in the window and in the pages within. */
const screens: string[] = [];
const world = await startWorld();
const made: Made[] = [];
let key: ReportedJourney;
try {
  for (const journey of [withoutHearth, ...journeys]) {
    console.error(`under way: ${journey.title} …`);
    made.push(await make(journey, world));
  }
  key = judgeKey(world, screens);
} finally {
  await world.stop();
}
const { journeys: judged, ...rest } = judge(made, traceOf(readCalls(world.traceFolder)), world);
const report: Report = { ...rest, journeys: [...judged, key] };
mkdirSync(dirname(reportFile), { recursive: true });
writeFileSync(reportFile, JSON.stringify(report, null, 2));

async function make(journey: Journey, world: World): Promise<Made> {
  const startedAt = Date.now();
  const cloudBefore = world.cloud.accepted;
  const checks: ReportedCheck[] = [];
  world.askedByBrowser();
  try {
    await journey.run(world, (what, held, seen) =>
      checks.push({ what, held, ...(seen === undefined ? {} : { seen }) }),
    );
    checks.push({ what: ofEveryJourney.made, held: true });
  } catch (error) {
    checks.push({ what: ofEveryJourney.made, held: false, seen: error instanceof Error ? error.message : '' });
    await world.workbench.screenshot(`egress-failed-${journey.id}`);
  }
  for (const frame of world.workbench.page.frames()) screens.push(await frame.locator('body').innerText());
  return {
    journey,
    startedAt,
    seconds: (Date.now() - startedAt) / 1000,
    checks,
    cloudAccepted: world.cloud.accepted - cloudBefore,
    askedByBrowser: world.askedByBrowser(),
  };
}
