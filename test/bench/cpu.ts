// `npm run bench:cpu`: what a key costs this machine's processor while somebody types along a known suggestion. Real time, so
// not the same from run to run; what counts is that it is small and does not grow with the document.

import { TypedDocument } from './editor/typedDocument.ts';
import { quantile } from './measure/figures.ts';
import { EventClock } from './physics/eventClock.ts';
import { optionsIn, publish, tell } from './report/publish.ts';
import { number, type Table } from './report/table.ts';
import { eager } from './systems/eager.ts';
import { hearth } from './systems/hearth.ts';
import { plain } from './systems/plain.ts';
import type { System, SystemKind } from './systems/system.ts';
import { readAllPieces } from './traces/readPieces.ts';

/** Sizes of documents, in characters: the largest just within what Hearth completes in. */
const sizes = { '1 KB': 1000, '10 KB': 10_000, '100 KB': 100_000, '1 MB': 990_000 } as const;
const mostMs = 0.5;
/** Flat: a large document costs at most this many times as much as one of 10 KB, from which on all windows are full. */
const mostGrowth = 1.5;
const lines = 40;

const options = optionsIn(process.argv.slice(2));
const rows: string[][] = [];
for (const kind of [hearth(), plain, eager]) {
  const costs = new Map<string, number>();
  for (const [name, size] of Object.entries(sizes)) {
    tell(`${kind.name}, ${name}`);
    const times = await keyTimes(kind, size);
    const median = quantile(0.5, times);
    costs.set(name, median);
    const growth = median / (costs.get('10 KB') ?? Number.NaN);
    const isOurs = kind.name === 'hearth';
    const reached = median <= mostMs && !(growth > mostGrowth);
    rows.push([
      kind.name,
      name,
      number(median, 3),
      number(quantile(0.95, times), 3),
      number(growth, 2),
      isOurs ? `≤ ${mostMs}, × ≤ ${mostGrowth}` : '',
      isOurs ? (reached ? 'yes' : '**no**') : '',
    ]);
  }
}
const table: Table = {
  id: 'cpu',
  title: 'Processor time per key along a known suggestion',
  columns: ['system', 'document', 'median ms/key', 'p95 ms/key', '× of 10 KB', 'must reach', 'reached'],
  rows,
};
publish([table], options, 'npm run bench:cpu');

/** Types lines in the middle of a document of this size; the time of each key that needed no request, in milliseconds. */
async function keyTimes(kind: SystemKind, size: number): Promise<readonly number[]> {
  const document = new TypedDocument(documentOf(size));
  const line = '  const answer = await engine.complete(request, signal, { within: limits.completion });';
  const times: number[] = [];
  let asked = 0;
  let rest = '';
  const completer = {
    async *complete() {
      asked++;
      yield { kind: 'piece', text: rest } as const;
      const provenance = { tier: 'local', engine: 'None', host: 'in process', model: 'none' } as const;
      yield { kind: 'done', reason: 'stop', provenance, measured: { totalMs: 0 } } as const;
    },
  };
  const clock = new EventClock();
  const system: System = kind.start({ completer, clock });
  for (let number = 0; number < lines; number++) {
    const text = line.replace('answer', `answer${number}`);
    document.insert('\n');
    for (const [index, character] of [...text].entries()) {
      document.insert(character);
      rest = text.slice(index + 1);
      const before = asked;
      const started = performance.now();
      await clock.runUntil(system.provide(document, new AbortController().signal));
      const took = performance.now() - started;
      // The first lines only warm the program up. What the exact-prefix cache of `plain` does not know counts as well.
      if (number > lines / 4 && (asked === before || kind === plain)) times.push(took);
    }
  }
  system.dispose?.();
  return times;
}

/** A document of our own text, with the cursor in its middle. */
function documentOf(size: number) {
  const text = readAllPieces()
    .map((piece) => piece.inserted)
    .join('\n\n');
  const whole = text.repeat(Math.ceil(size / text.length)).slice(0, size);
  const middle = whole.indexOf('\n', size / 2);
  const shared = { id: 'cpu', languageId: 'typescript', path: 'src/large.ts', inserted: '' };
  return { ...shared, before: whole.slice(0, middle), after: whole.slice(middle) };
}
