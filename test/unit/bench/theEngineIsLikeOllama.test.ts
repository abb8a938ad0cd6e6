import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/tiers/tier.ts';
import { batchTokens, EngineSimulator } from '../../bench/physics/engineSimulator.ts';
import { EventClock } from '../../bench/physics/eventClock.ts';
import type { EngineEvent } from '../../bench/physics/pieces.ts';
import { tokenize } from '../../bench/physics/tokens.ts';

const profile = { name: 'test', evaluated: 1000, decoded: 100 };

const request = (prompt: string, change: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'test',
  prompt,
  raw: true,
  stop: [],
  maximumTokens: 100,
  contextTokens: 8192,
  ...change,
});

/** A prompt of exactly so many tokens. */
const promptOf = (tokens: number, first = 'a') => [first, ...Array(tokens - 1).fill('x')].join(' ');

function engineSaying(answer: string, follow?: (prompt: string) => (generated: string) => boolean) {
  const clock = new EventClock(0);
  const words = tokenize(answer).map((text) => ({ text, logprob: -0.5 }));
  const engine = new EngineSimulator({ clock, profile, answer: () => words, ...(follow ? { follow } : {}) });
  const ask = async (asked: CompletionRequest, signal = new AbortController().signal) => {
    const events: (EngineEvent & { at: number })[] = [];
    for await (const event of engine.complete(asked, signal)) events.push({ ...event, at: clock.now() });
    return events;
  };
  return { clock, engine, ask };
}

const textOf = (events: readonly EngineEvent[]) =>
  events.map((event) => (event.kind === 'piece' ? event.text : '')).join('');

describe('The simulated engine', () => {
  it('evaluates a prompt once, and of the next one only what differs', async () => {
    const { clock, engine, ask } = engineSaying(' one two');
    await clock.runUntil(ask(request(promptOf(100))));
    await clock.runUntil(ask(request(`${promptOf(100)} y y`)));
    await clock.runUntil(ask(request(`${promptOf(100)} y y`)));
    await clock.runUntil(ask(request(promptOf(100, 'b'))));
    assert.deepEqual(
      engine.served.map((served) => served.evaluatedTokens),
      [100, 2, 1, 100],
    );
  });

  it('has the tokens of its own answer at hand too', async () => {
    const { clock, engine, ask } = engineSaying(' one two');
    await clock.runUntil(ask(request(promptOf(10))));
    await clock.runUntil(ask(request(`${promptOf(10)} one two three`)));
    assert.equal(engine.served[1]?.evaluatedTokens, 1);
  });

  it('takes its time: the prompt at one rate, the answer at the other', async () => {
    const { clock, ask } = engineSaying(' one two');
    const events = await clock.runUntil(ask(request(promptOf(200))));
    assert.deepEqual(
      events.map((event) => [event.kind, Math.round(event.at)]),
      [
        ['piece', 210],
        ['piece', 220],
        ['done', 230],
      ],
    );
    const [first] = events;
    assert.deepEqual(first?.kind === 'piece' && first.logprobs, [-0.5]);
  });

  it('notices a disconnect at the next batch, and keeps what it has evaluated', async () => {
    const { clock, engine, ask } = engineSaying(' one');
    const ended = new AbortController();
    const prompt = promptOf(3 * batchTokens);
    const asking = ask(request(prompt), ended.signal);
    await clock.runUntil(clock.wait(600));
    ended.abort();
    assert.deepEqual(await clock.runUntil(asking), []);
    await clock.runUntil(ask(request(prompt)));
    assert.deepEqual(
      engine.served.map(({ evaluatedTokens, ended: how }) => [evaluatedTokens, how]),
      [
        [2 * batchTokens, 'cancelled'],
        [batchTokens, 'done'],
      ],
    );
  });

  it('notices at the next token that nobody reads on', async () => {
    const { clock, engine } = engineSaying(' one two three four');
    const readOne = async () => {
      for await (const _event of engine.complete(request(promptOf(10)), new AbortController().signal)) break;
    };
    await clock.runUntil(readOne());
    await clock.runUntil(clock.wait(1000));
    assert.equal(engine.served[0]?.generatedTokens, 1);
    assert.equal(engine.served[0]?.ended, 'cancelled');
  });

  it('answers one at a time, in the order in which they came, and knows a prompt that is there twice', async () => {
    const { clock, engine, ask } = engineSaying(' one');
    const [first, second] = await clock.runUntil(
      Promise.all([ask(request(promptOf(100))), ask(request(promptOf(100)))]),
    );
    assert.equal(first?.at(-1)?.at, 120);
    assert.equal(second?.at(-1)?.at, 141);
    assert.deepEqual(
      engine.served.map((served) => served.duplicate),
      [false, true],
    );
  });

  it('never begins a request that was aborted while it waited', async () => {
    const { clock, engine, ask } = engineSaying(' one');
    const ended = new AbortController();
    const asking = Promise.all([ask(request(promptOf(100))), ask(request(promptOf(50, 'b')), ended.signal)]);
    ended.abort();
    await clock.runUntil(asking);
    await clock.runUntil(clock.wait(1000));
    assert.equal(engine.served[1]?.evaluatedTokens, 0);
  });

  it('ends at a stop string and at the token limit', async () => {
    const { clock, ask } = engineSaying('return a;\nreturn b;');
    const stopped = await clock.runUntil(ask(request(promptOf(10), { stop: ['\n'] })));
    assert.equal(textOf(stopped), 'return a;');
    const limited = await clock.runUntil(ask(request(promptOf(10), { maximumTokens: 2 })));
    const last = limited.at(-1);
    assert.equal(textOf(limited), 'return a');
    assert.equal(last?.kind === 'done' && last.reason, 'length');
  });

  it('refuses what does not fit the context', async () => {
    const { clock, ask } = engineSaying('x');
    await assert.rejects(clock.runUntil(ask(request(promptOf(10), { contextTokens: 50 }))), { reason: 'tooLong' });
  });

  it('counts what it generated after a contradiction', async () => {
    const { clock, engine, ask } = engineSaying(' one two three four', () => (text) => text.includes('two'));
    await clock.runUntil(ask(request(promptOf(10))));
    assert.equal(engine.served[0]?.wastedTokens, 2);
  });
});
