import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { hangs, neverStops, stalls } from '../../fakes/ollamaFaults.ts';
import { allOf, completion, handles, handlesAtStart, ollamaAt, patient, question, until } from './requests.ts';

describe('cancel reaches the engine', () => {
  let fake: FakeOllama;
  let leaving: AbortController;
  beforeEach(async () => {
    fake = await startFakeOllama();
    leaving = new AbortController();
  });
  afterEach(() => fake.stop());

  const ways = {
    completion: () => ollamaAt(fake.url).complete(completion(), leaving.signal),
    'completion in a chat': () => {
      const { messages } = question();
      return ollamaAt(fake.url).complete(completion({ prompt: '', messages }), leaving.signal);
    },
    task: () => ollamaAt(fake.url).answer(question(), leaving.signal),
  };

  for (const [name, ask] of Object.entries(ways)) {
    it(`${name}: before the first byte`, async () => {
      fake.enqueue(hangs());
      const arrived = fake.nextRequest();
      const events = allOf(ask());
      const request = await arrived;
      leaving.abort();
      assert.equal(await request.closed, 'aborted');
      assert.deepEqual(await events, [], 'an abort is not an error');
    });

    it(`${name}: in the middle of the stream`, async () => {
      fake.enqueue(stalls('first'));
      const events = ask()[Symbol.asyncIterator]();
      assert.deepEqual((await events.next()).value, { kind: 'piece', text: 'first' });
      const rest = events.next();
      leaving.abort();
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal((await rest).done, true);
    });

    it(`${name}: between two pieces, while nobody is reading`, async () => {
      fake.enqueue(stalls('first'));
      const events = ask()[Symbol.asyncIterator]();
      await events.next();
      leaving.abort();
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal((await events.next()).done, true);
    });

    it(`${name}: on leaving the loop early, without a word`, async () => {
      fake.enqueue(neverStops());
      for await (const _event of ask()) break;
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal(fake.inFlight, 0);
    });

    it(`${name}: leaving the loop early keeps no timer and no socket`, async () => {
      const before = await handlesAtStart();
      fake.enqueue(neverStops());
      for await (const _event of ask()) break;
      await until(() => fake.sockets === 0);
      await until(() => handles() === before);
    });

    it(`${name}: leaving when everything has arrived already keeps no timer and no socket`, async () => {
      const before = await handlesAtStart();
      fake.enqueue(says('first', 'second'));
      for await (const _event of ask()) {
        await fake.requests[0]?.closed;
        await turn();
        break;
      }
      await until(() => fake.sockets === 0 && handles() === before);
    });

    it(`${name}: an abort in the middle keeps no timer and no socket`, async () => {
      const before = await handlesAtStart();
      fake.enqueue(stalls('first'));
      for await (const _event of ask()) leaving.abort();
      await until(() => fake.sockets === 0);
      await until(() => handles() === before);
    });

    it(`${name}: what was cancelled before it began is never sent`, async () => {
      leaving.abort();
      assert.deepEqual(await allOf(ask()), []);
      assert.deepEqual(fake.requests, []);
    });

    it(`${name}: nothing comes after an abort, though the engine has said more`, async () => {
      fake.enqueue(says('first', 'second', 'third'));
      const heard: string[] = [];
      for await (const event of ask()) {
        heard.push(event.kind === 'piece' ? event.text : event.kind);
        leaving.abort();
      }
      assert.deepEqual(heard, ['first']);
    });
  }

  it('while a model is being loaded', async () => {
    const gate = new Gate();
    fake.enqueue(says(gate), 'load');
    const load = ollamaAt(fake.url).load('coder', 2048, leaving.signal);
    const refused = assert.rejects(load, (error) => error === leaving.signal.reason);
    await gate.reached;
    leaving.abort();
    assert.equal(await fake.requests[0]?.closed, 'aborted');
    await refused;
    gate.open();
  });

  it('one of two requests, and the other goes on', async () => {
    const ollama = ollamaAt(fake.url);
    const gate = new Gate();
    fake.enqueue(stalls('stays'));
    const cancelled = ollama.complete(completion(), leaving.signal)[Symbol.asyncIterator]();
    await cancelled.next();
    fake.enqueue(says('a', gate, 'b'));
    const kept = allOf(ollama.answer(question(), patient()));
    await gate.reached;
    leaving.abort();
    assert.equal(await fake.requests[0]?.closed, 'aborted');
    gate.open();
    assert.equal((await kept).length, 3);
    assert.equal(await fake.requests[1]?.closed, 'finished');
  });
});
