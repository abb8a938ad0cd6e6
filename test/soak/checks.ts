import type { Listeners } from './openThings.ts';
import type { SoakFigures } from './runSoak.ts';

/** What must hold, and what was measured of it. */
export interface Check {
  readonly name: string;
  readonly held: boolean;
  readonly measured: string;
}

/** The most bytes that the heap may grow in 100 completions, and the most connections at once (design: `reliability.md`). */
const mostGrowth = 1024;
const mostSockets = 4;

/** The first quarter warms the program up: it compiles, and fills what is meant to be remembered. */
const warmUp = 0.25;

/** What else must have happened for the figures to mean something, by outcome. */
const mixedIn = [
  'from the engine',
  'from what is known',
  'cancelled',
  'empty',
  'taskRunning',
  'timedOut',
  'stalled',
  'cutShort',
  'engineFailed',
  'busy',
  'outOfMemory',
  'modelMissing',
  'notTheEngine',
  'redirected',
];

/** All that must hold of a soak. */
export function checksOf(figures: SoakFigures): readonly Check[] {
  const { heap, listeners, engine, outcomes, left } = figures;
  const growth = slope(heap.slice(Math.floor(heap.length * warmUp)));
  const missing = mixedIn.filter((outcome) => !outcomes[outcome]);
  const kinds = ['process', 'emitters', 'targets'] as const;
  return [
    {
      name: 'the heap does not grow',
      held: growth < mostGrowth,
      measured: `${kilobytes(growth, 2)} in 100 completions after gc (must be below ${kilobytes(mostGrowth)}); ${kilobytes(heap[0] ?? 0)} after the first 100, ${kilobytes(heap.at(-1) ?? 0)} after the last`,
    },
    {
      name: 'listeners stay the same',
      held: kinds.every((kind) => new Set(listeners.map((count) => count[kind])).size === 1),
      measured: `${kinds.map((kind) => `${kind} ${range(listeners, kind)}`).join(', ')}, at ${listeners.length} rests`,
    },
    {
      name: 'few connections at once',
      held: figures.mostSockets <= mostSockets && engine.mostSockets <= mostSockets,
      measured: `at most ${figures.mostSockets} here and ${engine.mostSockets} at the engine (must be at most ${mostSockets})`,
    },
    {
      name: 'nothing is left at the end',
      held: left.length === 0 && engine.inFlight === 0,
      measured: left.length === 0 ? 'no connection, no timer' : left.join(', '),
    },
    {
      name: 'everything that can happen was among it',
      held: missing.length === 0 && engine.aborted > 0,
      measured:
        missing.length === 0
          ? `${engine.failed} faults, ${engine.aborted} requests ended early`
          : `never: ${missing.join(', ')}`,
    },
  ];
}

/**
 * The slope of values at equal distances, per step: the median of the slopes between all pairs (Theil 1950, Sen 1968), which
 * single steps, such as code that is compiled late, do not move.
 */
export function slope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (const [index, value] of values.entries()) {
    for (let later = index + 1; later < values.length; later++)
      slopes.push(((values[later] ?? 0) - value) / (later - index));
  }
  return slopes.sort((one, other) => one - other)[Math.floor(slopes.length / 2)] ?? 0;
}

function range(all: readonly Listeners[], kind: keyof Listeners): string {
  const counts = all.map((count) => count[kind]);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${most}` : `${least} to ${most}`;
}

const kilobytes = (bytes: number, digits = 0) => `${(bytes / 1024).toFixed(digits)} KB`;
