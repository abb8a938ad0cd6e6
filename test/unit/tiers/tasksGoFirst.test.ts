import assert from 'node:assert/strict';
import { Turns } from '../../../src/tiers/turns.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { stalls } from '../../fakes/ollamaFaults.ts';
import { done, fakeTier } from './fakeTier.ts';
import { allOf, completion, ollamaAt, patient, question } from './requests.ts';

describe('what a person asked for goes first', () => {
  it('a completion in flight gives way to a task, quietly', async () => {
    const turns = new Turns();
    const gate = new Gate();
    const completer = fakeTier(['a', gate, 'b', done]);
    const completing = allOf(turns.forCompletions(completer).complete(completion(), patient()));
    await gate.reached;
    await allOf(turns.forTasks(fakeTier(['x', done])).answer(question(), patient()));
    assert.deepEqual(await completing, [{ kind: 'piece', text: 'a' }]);
    assert.equal(completer.asked[0]?.over, true);
  });

  it('no completion starts while a task is being answered, and one does afterwards', async () => {
    const turns = new Turns();
    const gate = new Gate();
    const completer = fakeTier(['a', done]);
    const asked = allOf(turns.forTasks(fakeTier([gate, done])).answer(question(), patient()));
    await gate.reached;
    assert.equal(turns.taken, true);
    assert.deepEqual(await allOf(turns.forCompletions(completer).complete(completion(), patient())), []);
    assert.deepEqual(completer.asked, []);
    gate.open();
    await asked;
    assert.equal(turns.taken, false);
    assert.equal((await allOf(turns.forCompletions(completer).complete(completion(), patient()))).length, 2);
  });

  it('the turn lasts until the last of several tasks is over', async () => {
    const turns = new Turns();
    const [first, second] = [new Gate(), new Gate()];
    const answerer = turns.forTasks(fakeTier([first, done], [second, done]));
    const both = [allOf(answerer.answer(question(), patient())), allOf(answerer.answer(question(), patient()))];
    await Promise.all([first.reached, second.reached]);
    first.open();
    await both[0];
    assert.equal(turns.taken, true);
    second.open();
    await both[1];
    assert.equal(turns.taken, false);
  });

  it('the turn is given back after every end: a failure, leaving early, an abort', async () => {
    const turns = new Turns();
    await assert.rejects(allOf(turns.forTasks(fakeTier(['a', new Error('broken')])).answer(question(), patient())));
    assert.equal(turns.taken, false);
    for await (const _event of turns.forTasks(fakeTier(['a', 'b', done])).answer(question(), patient())) {
      assert.equal(turns.taken, true);
      break;
    }
    assert.equal(turns.taken, false);
    const leaving = new AbortController();
    const gate = new Gate();
    const asked = allOf(turns.forTasks(fakeTier([gate, done])).answer(question(), leaving.signal));
    await gate.reached;
    leaving.abort();
    await asked;
    assert.equal(turns.taken, false);
  });

  it('a task that nobody listens to takes no turn', () => {
    const turns = new Turns();
    turns.forTasks(fakeTier()).answer(question(), patient());
    assert.equal(turns.taken, false);
  });

  describe('at the engine', () => {
    let fake: FakeOllama;
    beforeEach(async () => {
      fake = await startFakeOllama();
    });
    afterEach(() => fake.stop());

    it('the completion is gone when the task is answered', async () => {
      const turns = new Turns();
      const ollama = ollamaAt(fake.url);
      fake.enqueue(stalls('a'));
      const completing = turns.forCompletions(ollama).complete(completion(), patient())[Symbol.asyncIterator]();
      await completing.next();
      fake.enqueue(says('x'));
      await allOf(turns.forTasks(ollama).answer(question(), patient()));
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal((await completing.next()).done, true);
    });
  });
});

describe('what nobody waits for comes last', () => {
  const fast = () => fakeTier(['x', done]);

  it('it is not begun while anything is being answered', async () => {
    const turns = new Turns();
    const gate = new Gate();
    const probe = fast();
    const background = () => allOf(turns.inBackground(probe).complete(completion(), patient()));
    const completing = allOf(turns.forCompletions(fakeTier([gate, done])).complete(completion(), patient()));
    await gate.reached;
    assert.deepEqual(await background(), []);
    assert.deepEqual(probe.asked, []);
    gate.open();
    await completing;
    assert.equal((await background()).length, 2);
  });

  for (const [what, begin] of [
    ['a completion', (turns: Turns) => turns.forCompletions(fast()).complete(completion(), patient())],
    ['a task', (turns: Turns) => turns.forTasks(fast()).answer(question(), patient())],
  ] as const) {
    it(`it ends quietly when ${what} begins, and holds nothing up`, async () => {
      const turns = new Turns();
      const gate = new Gate();
      const probe = fakeTier(['a', gate, 'b', done]);
      const events = allOf(turns.inBackground(probe).complete(completion(), patient()));
      await gate.reached;
      assert.equal((await allOf(begin(turns))).length, 2);
      assert.deepEqual(await events, [{ kind: 'piece', text: 'a' }]);
      assert.equal(probe.asked[0]?.over, true);
    });
  }

  it('a task says so when it begins', async () => {
    let tasks = 0;
    const turns = new Turns(() => tasks++);
    await allOf(turns.forCompletions(fast()).complete(completion(), patient()));
    assert.equal(tasks, 0);
    await allOf(turns.forTasks(fast()).answer(question(), patient()));
    assert.equal(tasks, 1);
  });
});
