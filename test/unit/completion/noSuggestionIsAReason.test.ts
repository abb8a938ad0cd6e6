import assert from 'node:assert/strict';
import { Completions } from '../../../src/completion/complete.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { Turns } from '../../../src/tiers/turns.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { Gate } from '../../fakes/gate.ts';
import { done, fakeTier } from '../tiers/fakeTier.ts';
import { allOf, patient, question } from '../tiers/requests.ts';
import { coder, outcome, room, shown } from './keystrokes.ts';
import { at } from './places.ts';

describe('no suggestion is a reason, and nothing is thrown', () => {
  it('while the model is being loaded, nothing is sent; when it is there, it is asked', async () => {
    const { ask, sent, state } = room(['sum(items)', done]);
    state.model = 'loading';
    assert.deepEqual(outcome(await ask('const total = █;')), { nothing: 'loading' });
    assert.equal(sent.length, 0);
    state.model = coder;
    assert.equal(shown(await ask('const total = █;')), 'sum(items)');
  });

  it('while a task is being answered, nothing is sent', async () => {
    const { ask, sent, state } = room();
    state.busy = true;
    assert.deepEqual(outcome(await ask('const total = █;')), { nothing: 'taskRunning' });
    assert.equal(sent.length, 0);
  });

  it('a completion that gave way to a task is no suggestion', async () => {
    const turns = new Turns();
    const gate = new Gate();
    const completions = new Completions({
      completer: turns.forCompletions(fakeTier(['sum', gate, done])),
      model: async () => coder,
      busy: () => turns.taken,
      clock: virtualClock(),
    });
    const one = completions.complete(at('const total = █;'), patient());
    await gate.reached;
    const task = new Gate();
    const answering = allOf(turns.forTasks(fakeTier([task, done])).answer(question(), patient()));
    assert.deepEqual(shown(await one), { why: 'taskRunning' });
    task.open();
    await answering;
  });

  for (const reason of [
    'unreachable',
    'cutShort',
    'stalled',
    'outOfMemory',
    'modelMissing',
  ] satisfies TierErrorReason[]) {
    it(`${reason} is a reason, and half an answer is not shown`, async () => {
      const { ask, sent } = room(['sum(', new TierError(reason, 'as told')], ['sum(items)', done]);
      assert.deepEqual(outcome(await ask('const total = █;')), { nothing: reason, detail: 'as told' });
      assert.equal(shown(await ask('const total = █;')), 'sum(items)', 'and it is over with the next key');
      assert.equal(sent.length, 2);
    });
  }

  it('a failure meets all who share the request, and none of them asks again', async () => {
    const gate = new Gate();
    const { ask, sent } = room([gate, new TierError('stalled', 'as told')]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    gate.open();
    assert.deepEqual(shown(await one), { why: 'stalled' });
    assert.deepEqual(shown(await two), { why: 'stalled' });
    assert.equal(sent.length, 1);
  });

  it('no model is a reason', async () => {
    const { ask, state } = room();
    state.model = new TierError('noModel', 'none fits');
    assert.deepEqual(outcome(await ask('const total = █;')), { nothing: 'noModel', detail: 'none fits' });
  });

  it('a fault of our own is a reason too, and nothing is thrown', async () => {
    const { ask, state } = room([new RangeError('ours')]);
    assert.deepEqual(outcome(await ask('const total = █;')), { nothing: 'engineFailed', detail: 'RangeError: ours' });
    state.model = new TypeError('also ours');
    assert.deepEqual(shown(await ask('const total = █;')), { why: 'engineFailed' });
  });
});
