import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import type { TimeLimits } from '../../src/tiers/http.ts';
import { type EngineFigures, startSoakEngine } from './engine.ts';
import { followListeners, followSockets, type Listeners } from './openThings.ts';
import { type Outcomes, Person } from './person.ts';
import { Pipeline } from './pipeline.ts';

/** What a soak measured. */
export interface SoakFigures {
  readonly completions: number;
  readonly seconds: number;
  readonly outcomes: Outcomes;
  readonly engine: EngineFigures;
  /** Bytes of heap after garbage collection, one for each 100 completions. */
  readonly heap: readonly number[];
  /** The listeners at each rest: after the first 100 completions, each 1,000 later, and at the end. */
  readonly listeners: readonly Listeners[];
  /** The most connections that Hearth had open at once. */
  readonly mostSockets: number;
  /** What was still open after the end: connections, timers. */
  readonly left: readonly string[];
}

/** Time in the soak runs this many times as fast: nobody waits for the pauses of people and of the breaker. */
const faster = 20;

/** What waits for longer than this only looks after something now and then, and is no sign of work. In ms. */
const longestOfWork = 600_000;

/** A clock that goes faster, and knows how many wait for what is soon over. */
function fastClock(): Clock & { readonly waiting: number } {
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    now: () => performance.timeOrigin + performance.now() * faster,
    async wait(milliseconds, signal) {
      const counts = milliseconds <= longestOfWork ? 1 : 0;
      waiting += counts;
      await systemClock.wait(milliseconds / faster, signal);
      waiting -= counts;
    },
  };
}

/** An engine that hangs is given up sooner than by Hearth, and the others have time enough on a busy machine. */
const hurried: TimeLimits = { connectMs: 5000, firstByteMs: 100, betweenPiecesMs: 100, totalMs: 1000 };
const unhurried: TimeLimits = { connectMs: 5000, firstByteMs: 5000, betweenPiecesMs: 5000 };
const limits = { completion: hurried, answer: hurried, load: unhurried, question: unhurried };

/**
 * Lets somebody type until there were this many completions, through everything from the cursor's text to the sockets, at an
 * engine that often fails.
 * @param gc the garbage collector (`node --expose-gc`)
 * @param tell told at each rest how many there were
 */
export async function runSoak(completions: number, gc: () => void, tell: (done: number) => void): Promise<SoakFigures> {
  const started = performance.now();
  // In the next turn whoever started this has its own timers.
  await turn();
  const timersBefore = timers();
  const engine = await startSoakEngine();
  const listening = followListeners();
  const sockets = followSockets();
  const clock = fastClock();
  const pipeline = new Pipeline({ url: engine.url, clock, limits });
  const person = new Person(pipeline);
  const heap: number[] = [];
  const listeners: Listeners[] = [];

  const idle = () => pipeline.board.status.working === 0 && sockets.open === 0;
  const quiet = () => idle() && clock.waiting === 0;
  const rest = async () => {
    await until(quiet);
    let count = await collected(gc, () => listening.count());
    // The collector may leave something for the next time: what it ever takes is not kept.
    for (let tries = 0; tries < 20 && !isSame(count, listeners[0] ?? count); tries++) {
      count = await collected(gc, () => listening.count());
    }
    listeners.push(count);
  };
  try {
    await pipeline.settingsChanged();
    for (let done = 0; done < completions; done += 100) {
      for (let index = 0; index < 100; index++) await person.act();
      await person.rest();
      await until(idle);
      heap.push(await collected(gc, () => process.memoryUsage().heapUsed));
      if (done % 1000 === 0) {
        await rest();
        tell(done + 100);
      }
    }
    await rest();
    const figures = await engine.figures();
    pipeline.dispose();
    // What is ended is gone in a few turns; what is not will be counted.
    for (let turns = 0; turns < 100; turns++) await turn();
    const left = [
      ...Array.from({ length: sockets.open }, () => 'connection'),
      ...Array.from({ length: Math.max(0, timers() - timersBefore) }, () => 'timer'),
    ];
    return {
      completions,
      seconds: (performance.now() - started) / 1000,
      outcomes: person.outcomes,
      engine: figures,
      heap,
      listeners,
      mostSockets: sockets.most,
      left,
    };
  } finally {
    pipeline.dispose();
    listening.dispose();
    sockets.dispose();
    await engine.stop();
  }
}

/** Looks at something when what is not kept is gone. */
async function collected<T>(gc: () => void, look: () => T): Promise<T> {
  for (let times = 0; times < 3; times++) {
    gc();
    // What is to be done for what was collected is done in the next turn.
    await turn();
  }
  return look();
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const isSame = (one: Listeners, other: Listeners) => JSON.stringify(one) === JSON.stringify(other);

/** Lets things go on until something holds. @throws when it does not within a minute */
async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !holds(); await turn()) {
    if (performance.now() > end)
      throw new Error(`This never came to rest: ${process.getActiveResourcesInfo().join(', ')}`);
  }
}
