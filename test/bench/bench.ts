// `npm run bench`: the replay. `-- --full` for every cell with intervals, `-- --pareto` for the show gate, `-- --json`, `-- --update`.

import { measureLayouts } from './layouts/measureLayouts.ts';
import { playAll, runMatrix, sliceOfMatrix, wholeMatrix } from './matrix.ts';
import { everythingTable } from './report/everything.ts';
import { layoutsTable } from './report/layoutsTable.ts';
import { type OthersCost, othersTable } from './report/othersTable.ts';
import { type GatePoint, paretoTable } from './report/pareto.ts';
import { optionsIn, publish, tell } from './report/publish.ts';
import { targetsTable } from './report/targets.ts';
import { hearth, shippedLeastLogprob, showAll } from './systems/hearth.ts';
import type { Piece } from './traces/piece.ts';
import { readAllPieces } from './traces/readPieces.ts';

const options = optionsIn(process.argv.slice(2));
const how = `npm run bench${options.full ? ' -- --full' : ''}`;
const seeds = options.full ? [1, 2, 3] : [1];
// The slice has every second piece: half of each language.
const pieces = readAllPieces().filter((_, index) => options.full || index % 2 === 0);

if (options.pareto) await pareto();
else await matrix();

async function matrix(): Promise<void> {
  const cells = options.full ? wholeMatrix : sliceOfMatrix;
  const results = await runMatrix(cells, pieces, seeds, tell);
  tell('layouts');
  const costs = await measureLayouts(everyThird(pieces), 1);
  const tables = [
    targetsTable(results, options.full),
    layoutsTable(costs),
    othersTable(await othersCosts()),
    everythingTable(cells, results, options.full),
  ];
  publish(tables, options, how);
}

/** With pieces of other documents and without, on a machine that is fast enough for them and on one that is not. */
async function othersCosts(): Promise<readonly OthersCost[]> {
  const ways = [
    ['from another document', hearth({ from: 'another document' })],
    ['with pieces of other documents', hearth({ from: 'other documents' })],
  ] as const;
  const costs: OthersCost[] = [];
  for (const profile of ['middle', 'slow'] as const) {
    for (const [from, system] of ways) {
      tell(`${from}/${profile}`);
      costs.push({ from, profile, played: await playAll(system, profile, 'A', pieces, seeds) });
    }
  }
  return costs;
}

/** In the slice, a third is enough to tell layouts apart, which differ by factors. */
function everyThird(all: readonly Piece[]): readonly Piece[] {
  return options.full ? all : all.filter((_, index) => index % 3 === 0);
}

/** The gate from "show everything" to "show almost nothing", and as it is shipped. */
async function pareto(): Promise<void> {
  const swept = [showAll, ...Array.from({ length: 15 }, (_, index) => -0.8 + index * 0.05)];
  const points: GatePoint[] = [];
  for (const leastLogprob of [...new Set([...swept, shippedLeastLogprob])].sort((one, other) => one - other)) {
    tell(`gate ${leastLogprob}`);
    const system = hearth({ leastLogprob });
    points.push({
      leastLogprob,
      shipped: leastLogprob === shippedLeastLogprob,
      typed: await playAll(system, 'middle', 'A', pieces, seeds),
      accepting: await playAll(system, 'middle', 'B', pieces, seeds),
    });
  }
  publish([paretoTable(points)], options, `npm run bench -- --pareto${options.full ? ' --full' : ''}`);
}
