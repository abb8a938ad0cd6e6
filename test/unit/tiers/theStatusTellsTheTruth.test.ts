import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StatusBoard, watched } from '../../../src/tiers/status.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, fakeTier, provenance, type Script } from './fakeTier.ts';
import { allOf, completion, patient, question } from './requests.ts';

const hour = 3_600_000;
const whom = { tier: 'local', engine: 'Ollama', host: 'h', model: 'm' } as const;

describe('the status tells the truth', () => {
  const start = () => {
    const clock = virtualClock(new Date(2026, 5, 1, 12).getTime());
    const board = new StatusBoard(clock);
    const tier = (...scripts: Script[]) =>
      watched(fakeTier(...scripts), board, () => ({ tier: 'local', engine: 'Ollama', host: 'h' }), clock);
    return { clock, board, tier };
  };
  const failing = (): Script => ['a', new TierError('cutShort', 'gone')];

  it('working while it is answered, and what came of it', async () => {
    const { board, tier } = start();
    const gate = new Gate();
    const asked = allOf(tier([gate, 'a', done]).answer(question(), patient()));
    await gate.reached;
    assert.equal(board.status.working, 1);
    gate.open();
    assert.deepEqual(await asked, [{ kind: 'piece', text: 'a' }, done], 'the events are passed on as they are');
    assert.equal(board.status.working, 0);
    assert.deepEqual(board.status.last, { work: 'task', provenance, measured: { totalMs: 1 } });
    assert.deepEqual(board.status.today, { local: 1, selfHosted: 0, cloud: 0, handedOver: 0 });
  });

  it('a failure stays until something succeeds', async () => {
    const { board, tier } = start();
    await assert.rejects(allOf(tier(failing()).complete(completion(), patient())), { reason: 'cutShort' });
    const failure = { work: 'completion', tier: 'local', reason: 'cutShort', detail: 'gone', host: 'h' };
    assert.deepEqual(board.status.failing, failure);
    assert.equal(board.status.working, 0);
    await allOf(tier([done]).answer(question(), patient()));
    assert.ok(!('failing' in board.status));
  });

  it('a failure is over when the engine is found, or the settings were mended', async () => {
    const { board, tier } = start();
    for (const mend of [
      () => board.ready({ tier: 'local', engine: 'Ollama', host: 'h', model: 'm' }),
      () => board.recovered(),
    ]) {
      await assert.rejects(allOf(tier(failing()).answer(question(), patient())));
      mend();
      assert.ok(!('failing' in board.status));
    }
  });

  it('a reader who has enough and leaves was answered, and what failed before is over', async () => {
    const { board, tier, clock } = start();
    await assert.rejects(allOf(tier(failing()).complete(completion(), patient())));
    for await (const _event of tier(['a', 'b', done]).complete(completion({ model: 'm' }), patient())) {
      assert.equal(board.status.working, 1);
      await clock.advance(7);
      break;
    }
    const whom = { tier: 'local', engine: 'Ollama', host: 'h', model: 'm' };
    assert.deepEqual(board.status, {
      working: 0,
      last: { work: 'completion', provenance: whom, measured: { totalMs: 7 } },
      today: { local: 1, selfHosted: 0, cloud: 0, handedOver: 0 },
    });
  });

  it('an abort is neither an answer nor a failure, and nothing goes on turning', async () => {
    const { board, tier } = start();
    const leaving = new AbortController();
    for await (const _event of tier(['a', 'b', done]).complete(completion(), leaving.signal)) leaving.abort();
    assert.deepEqual(board.status, { working: 0, today: { local: 0, selfHosted: 0, cloud: 0, handedOver: 0 } });
  });

  it('a fault of our own is thrown on, and nothing goes on turning', async () => {
    const { board, tier } = start();
    await assert.rejects(allOf(tier([new RangeError('ours')]).answer(question(), patient())), RangeError);
    assert.deepEqual(board.status, { working: 0, today: { local: 0, selfHosted: 0, cloud: 0, handedOver: 0 } });
  });

  it('whatever happens in whatever order, as many are working as have begun and not ended', async () => {
    const ends = fc.constantFrom('done', 'fails', 'leaves', 'breaks', 'aborts', 'unread');
    await fc.assert(
      fc.asyncProperty(fc.array(ends, { maxLength: 12 }), async (all) => {
        const { board, tier } = start();
        const working: number[] = [];
        board.onChange(() => working.push(board.status.working));
        await Promise.all(
          all.map(async (end) => {
            const leaving = new AbortController();
            const script: Script =
              end === 'fails' ? failing() : end === 'breaks' ? [new Error('ours')] : ['a', 'b', done];
            const events = tier(script).complete(completion(), leaving.signal);
            if (end === 'unread') return;
            try {
              for await (const _event of events) {
                if (end === 'leaves') return;
                if (end === 'aborts') leaving.abort();
              }
            } catch {
              // Every end counts alike here.
            }
          }),
        );
        assert.equal(board.status.working, 0);
        assert.ok(working.every((count) => count >= 0 && count <= all.length));
        assert.equal(board.status.today.local, all.filter((end) => end === 'done' || end === 'leaves').length);
      }),
    );
  });

  it('counts anew on another day', async () => {
    const { clock, board, tier } = start();
    const answer = () => allOf(tier([done]).answer(question(), patient()));
    await answer();
    await clock.advance(11 * hour);
    await answer();
    assert.equal(board.status.today.local, 2);
    await clock.advance(2 * hour);
    await answer();
    assert.equal(board.status.today.local, 1);
  });

  it('forgets the day’s count when the day is over, also when nobody answers any more', async () => {
    const { clock, board, tier } = start();
    await allOf(tier([done]).answer(question(), patient()));
    const heard: number[] = [];
    board.onChange(() => heard.push(board.status.today.local));
    await clock.advance(12 * hour - 1);
    assert.deepEqual([board.status.today.local, heard], [1, []]);
    await clock.advance(1);
    assert.deepEqual([board.status.today.local, heard, clock.waiting], [0, [0], 0]);
    await allOf(tier([done]).answer(question(), patient()));
    await clock.advance(24 * hour);
    assert.deepEqual([heard.at(-1), clock.waiting], [0, 0]);
  });

  it('does not show yesterday’s count after the machine slept, and says so within an hour', async () => {
    const { clock, board } = start();
    let asleepMs = 0;
    const sleepy = { now: () => clock.now() + asleepMs, wait: clock.wait };
    const sleeping = new StatusBoard(sleepy);
    sleeping.answered('task', provenance, { totalMs: 1 });
    let heard = 0;
    sleeping.onChange(() => heard++);
    asleepMs = 20 * hour;
    assert.equal(sleeping.status.today.local, 0);
    await clock.advance(hour);
    assert.equal(heard, 1);
    board.dispose();
  });

  it('waits for no midnight after its end', async () => {
    const { clock, board, tier } = start();
    await allOf(tier([done]).answer(question(), patient()));
    assert.equal(clock.waiting, 1);
    let heard = 0;
    board.onChange(() => heard++);
    board.dispose();
    await clock.advance(48 * hour);
    assert.deepEqual([clock.waiting, heard], [0, 0]);
  });

  it('a model that is being loaded, since when, until it is there', async () => {
    const { clock, board } = start();
    board.loading('coder');
    assert.deepEqual(board.status.loading, { model: 'coder', since: clock.now() });
    board.loading(undefined);
    assert.ok(!('loading' in board.status));
  });

  it('who answers the newest request, a task before a completion, until all have ended', () => {
    const { board } = start();
    const asked = () => board.status.asked?.model;
    const big = { ...whom, tier: 'cloud', model: 'big-model' } as const;
    const endCloud = board.began('task', big);
    assert.equal(asked(), 'big-model');
    const endCompletion = board.began('completion', { ...whom, model: 'coder' });
    assert.equal(asked(), 'big-model');
    const endTask = board.began('task', { ...whom, model: 'writer' });
    assert.deepEqual([asked(), board.status.working], ['writer', 3]);
    endTask();
    endTask();
    assert.deepEqual([asked(), board.status.working], ['big-model', 2]);
    endCloud();
    assert.equal(asked(), 'coder');
    endCompletion();
    assert.ok(!('asked' in board.status));
    assert.equal(board.status.working, 0);
  });

  it('tells its listeners of each change until they have heard enough', () => {
    const { board } = start();
    let heard = 0;
    const listening = board.onChange(() => heard++);
    board.began('task', whom)();
    assert.equal(heard, 2);
    listening.dispose();
    board.began('task', whom);
    assert.equal(heard, 2);
  });

  it('a listener may stop listening while it listens', () => {
    const { board } = start();
    const heard: string[] = [];
    const once = board.onChange(() => {
      heard.push('once');
      once.dispose();
    });
    board.onChange(() => heard.push('always'));
    board.began('task', whom);
    board.began('task', whom);
    assert.deepEqual(heard, ['once', 'always', 'always']);
  });
});
