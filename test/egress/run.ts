// The part of `npm run test:egress` that runs inside a network with nothing but a loopback:
//   node --import tsx test/egress/run.ts REPORT.json [--leaking]
// With --leaking, an extension is there too that leaks in every way there is: then this has to fail.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Journey, journeys, withoutHearth } from './journeys.ts';
import { judge, type Made } from './judge.ts';
import type { ReportedCheck } from './report.ts';
import { readCalls } from './strace.ts';
import { traceOf } from './trace.ts';
import { startWorld, type World } from './world.ts';

const [reportFile = '', option] = process.argv.slice(2);
const leaking = option === '--leaking';

const world = await startWorld({ leaking });
const made: Made[] = [];
try {
  for (const journey of [withoutHearth, ...journeys.filter(({ id }) => !leaking || id === 'A')]) {
    console.error(`${leaking ? 'with the leaking canary' : 'under way'}: ${journey.title} …`);
    made.push(await make(journey, world));
  }
} finally {
  await world.stop();
}
const report = judge(made, traceOf(readCalls(world.traceFolder)), world);
mkdirSync(dirname(reportFile), { recursive: true });
writeFileSync(reportFile, JSON.stringify(report, null, 2));
process.exitCode = report.journeys.every(({ checks }) => checks.every(({ held }) => held)) ? 0 : 1;

async function make(journey: Journey, world: World): Promise<Made> {
  const startedAt = Date.now();
  const cloudBefore = world.cloud.accepted;
  const checks: ReportedCheck[] = [];
  world.askedByBrowser();
  try {
    await journey.run(world, (what, held, seen) =>
      checks.push({ what, held, ...(seen === undefined ? {} : { seen }) }),
    );
    checks.push({ what: 'it was made to its end', held: true });
  } catch (error) {
    checks.push({ what: 'it was made to its end', held: false, seen: error instanceof Error ? error.message : '' });
    await world.workbench.screenshot(`egress-failed-${journey.id}`);
  }
  return {
    journey,
    startedAt,
    seconds: (Date.now() - startedAt) / 1000,
    checks,
    cloudAccepted: world.cloud.accepted - cloudBefore,
    askedByBrowser: world.askedByBrowser(),
  };
}
