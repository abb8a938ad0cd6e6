import assert from 'node:assert/strict';
import type { AnswerRequest, Completer, TierEvent } from '../../../src/tiers/tier.ts';
import { Turns } from '../../../src/tiers/turns.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { done } from './fakeTier.ts';
import { allOf, completion, patient, question } from './requests.ts';

/** An engine that says two words, each when the test lets it. */
function slowEngine() {
  const requests: { readonly name: string; readonly signal: AbortSignal; readonly words: readonly Gate[] }[] = [];
  async function* says(name: string, signal: AbortSignal): AsyncGenerator<TierEvent> {
    const words = [new Gate(), new Gate()];
    requests.push({ name, signal, words });
    for (const word of words) {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([word.pass(), stopped]);
      if (signal.aborted) return;
      yield { kind: 'piece', text: `${name} ` };
    }
    yield done;
  }
  const answerer = (name: string) => ({ answer: (_: AnswerRequest, signal: AbortSignal) => says(name, signal) });
  const completer: Completer = { complete: (_, signal) => says('completion', signal) };
  const finish = (index: number) => {
    for (const word of requests[index]?.words ?? []) word.open();
  };
  return { requests, answerer, completer, finish, names: () => requests.map(({ name }) => name) };
}

describe('long work', () => {
  const start = () => {
    const engine = slowEngine();
    const turns = new Turns();
    const clock = virtualClock();
    const many = turns.forMany(engine.answerer('file'), clock);
    const task = turns.forTasks(engine.answerer('task'));
    const completer = turns.forCompletions(engine.completer);
    return { ...engine, turns, clock, many, task, completer };
  };

  it('gives way to a task at once, and is asked again behind it, whole', async () => {
    const { many, task, clock, requests, names, finish, turns } = start();
    const file = allOf(many.answer(question(), patient()));
    await clock.advance(0);
    requests[0]?.words[0]?.open();
    await clock.advance(0);
    const asked = allOf(task.answer(question(), patient()));
    await clock.advance(0);
    assert.equal(requests[0]?.signal.aborted, true);
    assert.deepEqual(names(), ['file', 'task']);
    await clock.advance(5000);
    assert.deepEqual(names(), ['file', 'task']);
    finish(1);
    await asked;
    await clock.advance(100);
    assert.deepEqual(names(), ['file', 'task', 'file']);
    finish(2);
    // The word of the first attempt is not in it.
    assert.deepEqual(await file, [{ kind: 'piece', text: 'file ' }, { kind: 'piece', text: 'file ' }, done]);
    assert.equal(turns.taken, false);
  });

  it('lets a completion on its way finish, and completions wait while one of its requests is answered', async () => {
    const { many, completer, clock, names, finish, turns } = start();
    const first = allOf(completer.complete(completion(), patient()));
    await clock.advance(0);
    const file = allOf(many.answer(question(), patient()));
    await clock.advance(1000);
    assert.deepEqual(names(), ['completion']);
    finish(0);
    assert.equal((await first).at(-1)?.kind, 'done');
    await clock.advance(100);
    assert.deepEqual(names(), ['completion', 'file']);
    assert.equal(turns.taken, true);
    assert.deepEqual(await allOf(completer.complete(completion(), patient())), []);
    finish(1);
    await file;
  });

  it('a completion that had to wait gets the time between two of its requests', async () => {
    const { many, completer, clock, names, finish, turns } = start();
    const file = allOf(many.answer(question(), patient()));
    await clock.advance(0);
    assert.equal(turns.mustWait(), true);
    finish(0);
    await file;
    const next = allOf(many.answer(question(), patient()));
    await clock.advance(500);
    assert.deepEqual(names(), ['file']);
    assert.equal(turns.mustWait(), false);
    const typed = allOf(completer.complete(completion(), patient()));
    await clock.advance(1000);
    assert.deepEqual(names(), ['file', 'completion']);
    finish(1);
    assert.equal((await typed).at(-1)?.kind, 'done');
    await clock.advance(100);
    assert.deepEqual(names(), ['file', 'completion', 'file']);
    finish(2);
    assert.equal((await next).at(-1)?.kind, 'done');
  });

  it('stopped, it ends at the engine, or is never put to it', async () => {
    const { many, task, clock, requests, names } = start();
    const ended = new AbortController();
    const file = allOf(many.answer(question(), ended.signal));
    await clock.advance(0);
    ended.abort();
    assert.deepEqual(await file, []);
    assert.equal(requests[0]?.signal.aborted, true);
    const asking = new AbortController();
    const asked = allOf(task.answer(question(), asking.signal));
    const other = new AbortController();
    const waiting = allOf(many.answer(question(), other.signal));
    await clock.advance(200);
    other.abort();
    await clock.advance(200);
    assert.deepEqual(await waiting, []);
    asking.abort();
    await asked;
    assert.deepEqual(names(), ['file', 'task']);
  });
});
