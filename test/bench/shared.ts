// `npm run bench -- shared`: fifty windows on one server. `-- --json`, `-- --update`.
import { figures, quantile } from './measure/figures.ts';
import { optionsIn, publish, tell } from './report/publish.ts';
import { number, type Table } from './report/table.ts';
import { fairness, type Load, measureLoad } from './sharedLoad.ts';
import { hearth } from './systems/hearth.ts';
import { plain } from './systems/plain.ts';
import { readAllPieces } from './traces/readPieces.ts';

const manyWindows = 50;
const piecesEach = 2;

const options = optionsIn(process.argv.slice(2));
const pieces = readAllPieces();

const loads: Load[] = [];
for (const [windows, slots, system] of [
  [1, 1, hearth()],
  [manyWindows, 1, hearth()],
  [manyWindows, 4, hearth()],
  [manyWindows, 16, hearth()],
  [manyWindows, manyWindows, hearth()],
  [manyWindows, 4, plain],
  [manyWindows, 16, plain],
] as const) {
  tell(`${system.name}, ${windows} windows, ${slots} slots`);
  loads.push(await measureLoad({ system, windows, slots, pieces, piecesEach }));
}
publish([tableOf(loads)], options, 'npm run bench -- shared');
if (loads.some(({ lost }) => lost > 0)) process.exitCode = 1;

function tableOf(all: readonly Load[]): Table {
  return {
    id: 'shared',
    title: 'Fifty windows on one server',
    columns: [
      'system',
      'windows',
      'slots',
      'requests/s',
      'tokens read/s',
      'written/s',
      'p50 ms',
      'p95 ms',
      'worst window’s p95',
      'fairness',
      'p95 wait for a slot',
      'most in line',
      'right',
      'done',
      'cancelled',
      'late stops',
      'lost',
    ],
    rows: all.map((load) => {
      const everything = load.played.flat();
      const perWindow = load.played
        .map((each) => each.flatMap(({ latencies }) => latencies))
        .filter((each) => each.length > 0);
      const means = perWindow.map((each) => each.reduce((sum, value) => sum + value, 0) / each.length);
      return [
        load.system,
        String(load.windows),
        String(load.slots),
        number((load.done + load.cancelled) / (load.virtualMs / 1000), 1),
        number(load.read / (load.virtualMs / 1000)),
        number(load.written / (load.virtualMs / 1000)),
        number(figures.p50(everything)),
        number(figures.p95(everything)),
        number(Math.max(...perWindow.map((each) => quantile(0.95, each)))),
        number(fairness(means), 2),
        number(quantile(0.95, load.waits)),
        String(load.mostWaiting),
        number(figures.right(everything), 3),
        String(load.done),
        String(load.cancelled),
        String(figures.overruns(everything)),
        String(load.lost),
      ];
    }),
    notes: [
      'Profile fast (3000/150) for each; of b slots at work each evaluates at R/b and decodes at S/(1 + 0.05 (b − 1)). Late stops: requests for which two or more tokens were decoded after what was typed had contradicted them. Lost: requests that nobody knows the end of, and pieces that were not typed whole.',
    ],
  };
}
