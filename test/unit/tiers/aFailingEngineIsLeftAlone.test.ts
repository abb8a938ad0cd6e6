import assert from 'node:assert/strict';
import { closing, guardedBy, guardedQuestion } from '../../../src/tiers/guarded.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { stalls } from '../../fakes/ollamaFaults.ts';
import { EngineBehindABreaker, failing } from './engineBehindABreaker.ts';
import { done, fakeTier } from './fakeTier.ts';
import { allOf, completion, handles, handlesAtStart, ollamaAt, patient, question, reasonOf } from './requests.ts';

/** Lets the engine fail until the breaker is open. */
async function opened(engine: EngineBehindABreaker, reason: TierErrorReason = 'unreachable'): Promise<void> {
  for (let times = 0; times < 3; times++) assert.equal(await engine.fails(failing(reason)), reason);
}

describe('an engine that fails is left alone', () => {
  it('after three failures in a row, for the reason of the last, without a request', async () => {
    const engine = new EngineBehindABreaker();
    await engine.fails(failing('busy'));
    await engine.fails(failing('busy'));
    assert.equal(await engine.fails(['a', done]), undefined);
    await engine.fails(failing('busy'));
    await engine.fails(failing('stalled'));
    await engine.fails(failing('cutShort'));
    assert.equal(engine.requests, 6);
    const refused = allOf(engine.completer(['a', done]).complete(completion(), patient()));
    await assert.rejects(refused, { name: 'TierError', reason: 'cutShort', message: 'it is cutShort' });
    assert.deepEqual([engine.requests, engine.versions, engine.looks], [6, 0, 0]);
  });

  it('at once, where only a change can help', async () => {
    for (const reason of ['modelMissing', 'cannotComplete', 'badRequest', 'outOfMemory', 'remoteModel'] as const) {
      const engine = new EngineBehindABreaker();
      await engine.fails(failing(reason));
      assert.equal(await engine.fails([done]), reason);
      assert.equal(engine.requests, 1);
    }
  });

  it('not for an abort, a reader who has enough, or what says something of one request only', async () => {
    const engine = new EngineBehindABreaker();
    for (let times = 0; times < 5; times++) {
      const leaving = new AbortController();
      for await (const _event of engine.completer(['a', 'b', done]).complete(completion(), leaving.signal))
        leaving.abort();
      for await (const _event of engine.completer(['a', 'b', done]).complete(completion(), patient())) break;
      await engine.fails(failing('tooLong'));
    }
    assert.equal(engine.requests, 15);
    assert.equal(await engine.fails([done]), undefined);
  });

  it('an abort between failures does not hide them, a reader who has enough does', async () => {
    const engine = new EngineBehindABreaker();
    const aborted = async () => {
      const leaving = new AbortController();
      for await (const _event of engine.completer(['a', 'b']).complete(completion(), leaving.signal)) leaving.abort();
    };
    const enough = async () => {
      for await (const _event of engine.completer(['a', 'b']).complete(completion(), patient())) return;
    };
    for (const between of [enough, aborted]) {
      await engine.fails(failing('busy'));
      await engine.fails(failing('busy'));
      await between();
      await engine.fails(failing('busy'));
      assert.equal(await engine.fails([done]), between === enough ? undefined : 'busy');
    }
  });

  it('not for a time-out before bytes were due at the speed of this machine', async () => {
    const told: unknown[] = [];
    const engine = new EngineBehindABreaker(0.5, (request, waitedMs, heard) => {
      told.push([request.prompt, waitedMs, heard]);
      return waitedMs > 4000;
    });
    const timesOut = async (afterMs: number, ...pieces: readonly string[]) => {
      const gate = new Gate();
      const asked = engine.fails([...pieces, gate, new TierError(pieces.length > 0 ? 'stalled' : 'timedOut', 'late')]);
      await gate.reached;
      await engine.clock.advance(afterMs);
      gate.open();
      return asked;
    };
    for (let times = 0; times < 4; times++) assert.equal(await timesOut(4000), 'timedOut');
    assert.equal(await timesOut(3000, 'a'), 'stalled');
    assert.deepEqual(told.slice(3), [
      ['const total = ', 4000, false],
      ['const total = ', 3000, true],
    ]);
    for (let times = 0; times < 3; times++) await timesOut(4001);
    assert.equal(engine.requests, 8);
    assert.equal(await engine.fails([done]), 'timedOut');
    assert.equal(engine.requests, 8);
  });

  it('until its pause is over: then its version is asked for first, and one trial follows', async () => {
    const engine = new EngineBehindABreaker();
    await opened(engine);
    await engine.clock.advance(4_999);
    assert.equal(await engine.fails([done]), 'unreachable');
    assert.equal(engine.versions, 0);
    await engine.clock.advance(1);
    assert.equal(await engine.fails(failing('busy')), 'busy');
    assert.deepEqual([engine.versions, engine.requests, engine.recovered], [1, 4, 1]);
    assert.equal(await engine.fails([done]), 'busy', 'the trial failed: open again at once');
    await engine.clock.advance(9_999);
    assert.equal(await engine.fails([done]), 'busy');
    await engine.clock.advance(1);
    assert.equal(await engine.fails([done]), undefined);
    assert.deepEqual([engine.versions, engine.requests, engine.recovered], [2, 5, 2]);
  });

  it('for 5, 10, 20, 40, 80, 120 and 120 seconds, a tenth more or less', async () => {
    for (const [random, factor] of [
      [0, 0.9],
      [0.5, 1],
      [0.75, 1.05],
    ] as const) {
      const engine = new EngineBehindABreaker(random);
      engine.up = false;
      await opened(engine);
      for (const seconds of [5, 10, 20, 40, 80, 120, 120]) {
        const before = engine.versions;
        await engine.clock.advance(seconds * 1000 * factor - 1);
        assert.equal(await engine.fails([done]), 'unreachable');
        assert.equal(engine.versions, before, `${seconds} s`);
        await engine.clock.advance(1);
        assert.equal(await engine.fails([done]), 'unreachable');
        assert.equal(engine.versions, before + 1, `${seconds} s`);
      }
      assert.equal(engine.requests, 3);
    }
  });

  it('until the list of models changes, where only a change can help', async () => {
    const engine = new EngineBehindABreaker();
    await engine.fails(failing('modelMissing'));
    await engine.clock.advance(5000);
    assert.equal(await engine.fails([done]), 'modelMissing');
    assert.deepEqual([engine.looks, engine.versions], [1, 0]);
    engine.up = false;
    engine.list = 'coder writer';
    await engine.clock.advance(10_000);
    assert.equal(await engine.fails([done]), 'modelMissing', 'a list that cannot be read is no change');
    engine.up = true;
    await engine.clock.advance(20_000);
    // The one that looks is itself refused; what comes after it is not.
    assert.equal(await engine.fails([done]), 'modelMissing');
    assert.equal(await engine.fails([done]), undefined);
    assert.deepEqual([engine.looks, engine.requests, engine.recovered], [3, 2, 1]);
  });

  it('until a person asks for something', async () => {
    for (const reason of ['unreachable', 'modelMissing'] as const) {
      const engine = new EngineBehindABreaker();
      await engine.fails(failing(reason));
      await engine.fails(failing(reason));
      await engine.fails(failing(reason));
      const answered = await allOf(closing(fakeTier(['x', done]), engine.breaker).answer(question(), patient()));
      assert.equal(answered.length, 2);
      assert.equal(await engine.fails([done]), undefined);
    }
  });

  it('what was asked before a change says nothing of what is after it', async () => {
    const engine = new EngineBehindABreaker();
    const gate = new Gate();
    const old = engine.fails([gate, ...failing('modelMissing')]);
    await gate.reached;
    engine.breaker.reset();
    gate.open();
    assert.equal(await old, 'modelMissing');
    assert.equal(await engine.fails([done]), undefined);
  });

  it('whoever asks while the version is being asked for waits for it, and can leave', async () => {
    const engine = new EngineBehindABreaker();
    await opened(engine);
    await engine.clock.advance(5000);
    const both = await Promise.all([engine.fails([done]), engine.fails([done])]);
    assert.deepEqual([both, engine.versions, engine.requests], [[undefined, undefined], 1, 5]);
    await opened(engine);
    await engine.clock.advance(60_000);
    const leaving = new AbortController();
    const asked = allOf(engine.completer(['a', done]).complete(completion(), leaving.signal));
    leaving.abort();
    assert.deepEqual(await asked, []);
  });

  it('a question before the completion counts where it fails, and says nothing where it does not', async () => {
    const engine = new EngineBehindABreaker();
    let error: Error | undefined;
    let asked = 0;
    const model = guardedQuestion(async () => {
      asked++;
      if (error) throw error;
      return 'coder';
    }, engine.breaker);
    await engine.fails(failing('busy'));
    await engine.fails(failing('busy'));
    assert.equal(await model(patient()), 'coder');
    error = new TierError('unreachable', 'off');
    assert.equal(await reasonOf(model(patient())), 'unreachable');
    assert.equal(await reasonOf(model(patient())), 'unreachable');
    assert.equal(asked, 2);
    engine.breaker.reset();
    error = new RangeError('ours');
    for (let times = 0; times < 4; times++) await assert.rejects(model(patient()), RangeError);
    assert.equal(asked, 6);
  });
});

describe('a machine that slept', () => {
  it('drops what was open, and looks at the engine before it asks for text again', async () => {
    const engine = new EngineBehindABreaker();
    const gate = new Gate();
    const open = engine.fails(['a', gate, done]);
    await gate.reached;
    engine.clock.sleep(3_600_000);
    await engine.clock.advance(5000);
    assert.equal(await open, undefined, 'it ends quietly');
    engine.up = false;
    assert.equal(await engine.fails([done]), 'unreachable');
    assert.deepEqual([engine.versions, engine.requests], [1, 1]);
    engine.up = true;
    await engine.clock.advance(5000);
    assert.equal(await engine.fails([done]), undefined);
  });

  it('a question that was open fails for a reason of its own', async () => {
    const engine = new EngineBehindABreaker();
    const model = guardedQuestion(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      engine.breaker,
    );
    const open = reasonOf(model(patient()));
    await engine.clock.advance(0);
    engine.clock.sleep(60_000);
    await engine.clock.advance(5000);
    assert.equal(await open, 'cutShort');
  });

  it('is not what a short pause means', async () => {
    const engine = new EngineBehindABreaker();
    const gate = new Gate();
    const open = allOf(engine.completer(['a', gate, done]).complete(completion(), patient()));
    await gate.reached;
    engine.clock.sleep(4_000);
    await engine.clock.advance(5000);
    gate.open();
    assert.equal((await open).length, 2);
    assert.equal(engine.clock.waiting, 0);
  });

  describe('at the engine', () => {
    let fake: FakeOllama;
    beforeEach(async () => {
      fake = await startFakeOllama();
    });
    afterEach(() => fake.stop());

    it('the connection is closed', async () => {
      const engine = new EngineBehindABreaker();
      fake.enqueue(stalls('a'));
      const guarded = guardedBy(ollamaAt(fake.url), engine.breaker, engine.clock);
      const events = guarded.complete(completion(), patient())[Symbol.asyncIterator]();
      await events.next();
      const next = events.next();
      engine.clock.sleep(60_000);
      await engine.clock.advance(5000);
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal((await next).done, true);
    });

    it('no timer and no connection is left after dispose, whatever was open', async () => {
      const before = await handlesAtStart();
      const engine = new EngineBehindABreaker();
      fake.enqueue(stalls('a'));
      const guarded = guardedBy(ollamaAt(fake.url), engine.breaker, engine.clock);
      const events = guarded.complete(completion(), patient())[Symbol.asyncIterator]();
      await events.next();
      assert.equal(engine.clock.waiting, 1);
      engine.breaker.dispose();
      assert.equal((await events.next()).done, true);
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      await engine.clock.advance(0);
      assert.equal(engine.clock.waiting, 0);
      assert.deepEqual(await allOf(guarded.complete(completion(), patient())), [], 'nothing begins afterwards');
      assert.equal(engine.clock.waiting, 0);
      await fake.stop();
      assert.equal(handles(), before);
    });
  });
});
