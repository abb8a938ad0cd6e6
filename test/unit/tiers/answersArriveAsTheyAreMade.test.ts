import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TierEvent } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says, saysAndEnds } from '../../fakes/ollamaAnswers.ts';
import { saysInSlices } from '../../fakes/ollamaFaults.ts';
import { recordings } from '../fakes/recordings.ts';
import { allOf, completion, ollamaAt, patient, question, textOf } from './requests.ts';

describe('answers arrive as they are made', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  /** Both ways of asking, which must behave alike. */
  const ways = {
    completion: (signal = patient()) => ollamaAt(fake.url).complete(completion(), signal),
    task: (signal = patient()) => ollamaAt(fake.url).answer(question(), signal),
  };

  for (const [name, ask] of Object.entries(ways)) {
    it(`${name}: each piece, then done with who answered`, async () => {
      fake.enqueue(says('sum', '(items)'));
      const events = await allOf(ask());
      const done = events.at(-1);
      assert.deepEqual(events.slice(0, -1), [
        { kind: 'piece', text: 'sum' },
        { kind: 'piece', text: '(items)' },
      ]);
      assert.equal(done?.kind, 'done');
      assert.deepEqual(done.provenance, {
        tier: 'local',
        engine: 'Ollama',
        host: `127.0.0.1:${fake.port}`,
        model: name === 'completion' ? 'coder' : 'writer',
      });
    });

    it(`${name}: the first piece is there while the engine still works on the second`, async () => {
      const gate = new Gate();
      fake.enqueue(says('first', gate, 'second'));
      const events = ask()[Symbol.asyncIterator]();
      assert.deepEqual((await events.next()).value, { kind: 'piece', text: 'first' });
      await gate.reached;
      assert.equal(fake.inFlight, 1);
      gate.open();
      assert.deepEqual((await events.next()).value, { kind: 'piece', text: 'second' });
      await events.return?.();
    });

    it(`${name}: a model that thinks aloud is not heard thinking`, async () => {
      fake.enqueue(says({ thinking: 'hm, the total' }, 'answer'));
      const events = await allOf(ask());
      assert.equal(textOf(events), 'answer');
    });

    it(`${name}: an empty answer is an answer`, async () => {
      fake.enqueue(says());
      const events = await allOf(ask());
      assert.deepEqual(
        events.map((event) => event.kind),
        ['done'],
      );
      assert.ok(!('firstPieceMs' in measuredOf(events)));
    });

    it(`${name}: an answer cut at the token limit says so`, async () => {
      fake.enqueue(saysAndEnds({ doneReason: 'length' }, 'a', 'b'));
      const done = (await allOf(ask())).at(-1);
      assert.equal(done?.kind === 'done' && done.reason, 'length');
    });
  }

  it("reports the engine's own figures in milliseconds and tokens, and our clock's", async () => {
    const clock = virtualClock();
    const [beforeFirst, beforeEnd] = [new Gate(), new Gate()];
    fake.enqueue(saysAndEnds({ promptCount: 99, promptTime: 12.5, count: 7, time: 80 }, beforeFirst, 'a', beforeEnd));
    const events = ollamaAt(fake.url, { clock }).complete(completion(), patient())[Symbol.asyncIterator]();
    const first = events.next();
    await beforeFirst.reached;
    await clock.advance(40);
    beforeFirst.open();
    await first;
    await clock.advance(60);
    beforeEnd.open();
    const done = (await events.next()).value as TierEvent;
    assert.deepEqual(done.kind === 'done' && done.measured, {
      promptTokens: 99,
      promptMs: 12.5,
      answerTokens: 7,
      answerMs: 80,
      loadMs: 1,
      firstPieceMs: 40,
      totalMs: 100,
    });
    await events.return?.(undefined);
  });

  it('reads the recorded stream of a real Ollama to its figures', async () => {
    const recorded = recordings().find(({ name }) => name === 'fim stream')?.response;
    assert.ok(recorded);
    fake.enqueue(({ response }) => {
      response.writeHead(recorded.status, { 'content-type': 'application/x-ndjson' }).end(recorded.body);
    });
    const events = await allOf(ollamaAt(fake.url).complete(completion(), patient()));
    const lines = recorded.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { response: string; prompt_eval_count?: number; eval_duration?: number });
    assert.equal(textOf(events), lines.map((line) => line.response).join(''));
    const last = lines.at(-1);
    assert.ok(last?.prompt_eval_count && last.eval_duration);
    assert.equal(measuredOf(events).promptTokens, last.prompt_eval_count);
    assert.equal(measuredOf(events).answerMs, last.eval_duration / 1e6);
  });

  it('does not mind where the network cuts the bytes, not even within a character', async () => {
    const piece = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), async (pieces, size) => {
        fake.enqueue(saysInSlices(size, ...pieces));
        const events = await allOf(ollamaAt(fake.url).complete(completion(), patient()));
        assert.deepEqual(
          events.flatMap((event) => (event.kind === 'piece' ? [event.text] : ['done'])),
          [...pieces, 'done'],
        );
      }),
      { numRuns: 40, examples: [[['né ', '🙂', '日本'], 1]] },
    );
  });
});

function measuredOf(events: readonly TierEvent[]) {
  const done = events.at(-1);
  assert.equal(done?.kind, 'done');
  return done.measured;
}
