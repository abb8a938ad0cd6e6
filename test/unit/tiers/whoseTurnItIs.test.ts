import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Completions } from '../../../src/completion/complete.ts';
import type { Answerer, Completer, TierEvent } from '../../../src/tiers/tier.ts';
import { Turns } from '../../../src/tiers/turns.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { coder } from '../completion/keystrokes.ts';
import { at } from '../completion/places.ts';
import { done } from './fakeTier.ts';
import { allOf, completion, question } from './requests.ts';

interface Request {
  readonly kind: 'completion' | 'task' | 'background';
  /** Whether it was asked for text behind what is written so far: ahead of the user. */
  readonly ahead: boolean;
  readonly signal: AbortSignal;
  /** What it waits for before its next word. */
  word: Gate;
  over: boolean;
}

/** An engine that says a word when the test lets it, and knows at any moment what it is asked. */
class SlowEngine implements Completer, Answerer {
  readonly requests: Request[] = [];
  /** What must never be: thrown in here, it would only look like a failing engine. */
  readonly wrong: string[] = [];
  written = '';

  /** Requests that are not over and whose end nobody has asked for. */
  live(kind: Request['kind']): readonly Request[] {
    return this.requests.filter((each) => each.kind === kind && !each.over && !each.signal.aborted);
  }

  async *complete({ prompt }: { readonly prompt: string }, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (this.live('completion').length > 0) this.wrong.push('two completions at once');
    if (this.live('task').length > 0) this.wrong.push('a completion while a task is answered');
    if (this.live('background').length > 0) this.wrong.push('a completion behind what nobody waits for');
    yield* this.#reply('completion', prompt.length > this.written.length, signal, ['sum', '(items)', ';\n']);
  }

  async *answer(_request: unknown, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (this.live('completion').length > 0) this.wrong.push('a completion is still wanted when a task begins');
    if (this.live('background').length > 0) this.wrong.push('a task behind what nobody waits for');
    yield* this.#reply('task', false, signal, ['It', ' adds.']);
  }

  async *read(_request: unknown, signal: AbortSignal): AsyncGenerator<TierEvent> {
    if (this.live('completion').length + this.live('task').length > 0)
      this.wrong.push('something in front of a person');
    yield* this.#reply('background', false, signal, ['a']);
  }

  async *#reply(kind: Request['kind'], ahead: boolean, signal: AbortSignal, words: readonly string[]) {
    const request: Request = { kind, ahead, signal, word: new Gate(), over: false };
    this.requests.push(request);
    try {
      for (const text of words) {
        await Promise.race([request.word.pass(), aborted(signal)]);
        if (signal.aborted) return;
        request.word = new Gate();
        yield { kind: 'piece', text } as const;
      }
      yield done;
    } finally {
      request.over = true;
    }
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** What somebody does, and what the engine does, in any order. */
type Step =
  | { readonly does: 'types'; readonly text: string }
  | { readonly does: 'types along' | 'hears'; readonly count: number }
  | { readonly does: 'asks' | 'leaves' | 'pauses' | 'reads' };

const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('types'), text: fc.constantFrom('a', 's', ' ', '\n', '(') }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('types along'), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('hears'), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('asks') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('leaves', 'pauses') }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('reads') }) },
);

describe('whose turn it is', () => {
  it('there is never more than one completion, none while a task is answered, and no task waits for one', async () => {
    const seen = { tasks: 0, overCompletions: 0, overPrefetches: 0, overBackground: 0, prefetches: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const engine = new SlowEngine();
        const turns = new Turns();
        const clock = virtualClock();
        const completions = new Completions({
          completer: turns.forCompletions(engine),
          model: async () => coder,
          busy: () => turns.taken,
          focused: () => true,
          clock,
        });
        const answerer = turns.forTasks(engine);
        const background = turns.inBackground({ complete: engine.read.bind(engine) });
        const reading = new AbortController();
        const tasks: { readonly leave: AbortController; readonly answered: Promise<readonly TierEvent[]> }[] = [];
        let version = 1;
        let shown = '';
        let key = new AbortController();
        const types = (text: string) => {
          engine.written += text;
          key.abort();
          key = new AbortController();
          const cursor = { ...at(`${engine.written}█`), version: ++version };
          completions.typed(cursor);
          shown = '';
          void completions.complete(cursor, key.signal).then((answered) => {
            if (cursor.version === version) shown = 'suggestion' in answered ? answered.suggestion.text : '';
          });
        };
        for (const doing of steps) {
          if (doing.does === 'types') types(doing.text);
          else if (doing.does === 'types along') types(shown.slice(0, doing.count) || 's');
          else if (doing.does === 'pauses') await clock.advance(200);
          else if (doing.does === 'leaves') tasks.at(-1)?.leave.abort();
          else if (doing.does === 'reads') void allOf(background.complete(completion(), reading.signal));
          else if (doing.does === 'asks') {
            const [open] = engine.live('completion');
            if (open) seen[open.ahead ? 'overPrefetches' : 'overCompletions']++;
            seen.overBackground += engine.live('background').length;
            const before = engine.requests.length;
            const leave = new AbortController();
            tasks.push({ leave, answered: allOf(answerer.answer(question(), leave.signal)) });
            seen.tasks++;
            // At once: nothing was waited for, not even a turn of the event loop.
            assert.equal(engine.requests.length, before + 1);
            assert.equal(engine.requests.at(-1)?.kind, 'task');
          } else if (doing.does === 'hears') {
            for (let word = 0; word < doing.count; word++) {
              for (const { word: next } of [...engine.requests]) next.open();
              await clock.advance(0);
            }
          }
          await clock.advance(0);
          assert.deepEqual(engine.wrong, []);
          assert.ok(engine.live('completion').length <= 1);
          assert.equal(
            turns.taken,
            engine.requests.some(({ kind, over }) => kind === 'task' && !over),
          );
          if (turns.taken) assert.deepEqual(engine.live('completion'), []);
        }
        seen.prefetches += engine.requests.filter(({ ahead }) => ahead).length;
        // Everything ends, and every task that nobody left was answered in full.
        completions.dispose();
        reading.abort();
        for (let word = 0; word < 3; word++) {
          for (const { word: next } of engine.requests) next.open();
          await clock.advance(200);
        }
        for (const { leave, answered } of tasks) {
          const events = await answered;
          assert.ok(leave.signal.aborted || events.at(-1)?.kind === 'done');
        }
        assert.ok(engine.requests.every(({ over }) => over));
        assert.deepEqual(engine.wrong, []);
      }),
      { numRuns: 300 },
    );
    // It was about something.
    const { tasks, overCompletions, overPrefetches, overBackground, prefetches } = seen;
    assert.ok(tasks > 200 && overCompletions > 50 && overPrefetches > 0, JSON.stringify(seen));
    assert.ok(overBackground > 0 && prefetches > 10, JSON.stringify(seen));
  });
});
