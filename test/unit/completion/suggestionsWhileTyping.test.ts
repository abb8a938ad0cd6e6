import assert from 'node:assert/strict';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { coder, key, outcome, room, shown } from './keystrokes.ts';

describe('suggestions while typing', () => {
  it('what the model says, fit for its place, and who said it', async () => {
    const { ask } = room(['sum(', 'items);', done]);
    const answered = await ask('const total = █;');
    assert.deepEqual(outcome(answered), { suggestion: { text: 'sum(items)', from: 'engine', model: 'coder' } });
    assert.deepEqual(answered.measured, { totalMs: 1 });
    assert.equal(answered.layout, 'suffixField');
  });

  it('the same place again, or further along it, costs no request', async () => {
    const { ask, sent } = room(['sum(items)', done]);
    await ask('const total = █;');
    for (const [place, left] of [
      ['const total = █;', 'sum(items)'],
      ['const total = su█;', 'm(items)'],
      ['const total = sum(item█;', 's)'],
    ] as const) {
      assert.deepEqual(await ask(place), { suggestion: { text: left, from: 'cache', model: 'coder' } });
    }
    assert.equal(sent.length, 1);
  });

  it('typing something else asks anew', async () => {
    const { ask, sent } = room(['sum(items)', done], ['max(items)', done]);
    await ask('const total = █;');
    assert.equal(shown(await ask('const total = m█;')), 'max(items)');
    assert.equal(sent.length, 2);
  });

  it('the keystrokes that agree share the request in flight', async () => {
    const gate = new Gate();
    const { ask, sent } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    const two = ask('const total = s█;');
    const three = ask('const total = su█;');
    gate.open();
    assert.equal(shown(await three), 'm(items)');
    assert.equal(shown(await two), 'um(items)');
    assert.equal(sent.length, 1);
  });

  it('at the first contradiction the request is ended before the next one is made', async () => {
    const gate = new Gate();
    const { ask, tier } = room(['sum', gate, done], ['max(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = m█;');
    assert.equal(tier.asked[0]?.signal.aborted, true);
    assert.equal(shown(await two), 'max(items)');
    assert.equal(tier.asked[0]?.over, true);
  });

  it('when the answer turns out to contradict what was typed meanwhile, it is ended and asked anew', async () => {
    const [gate, rest] = [new Gate(), new Gate()];
    const { ask, tier } = room([gate, 'sum', rest, '(items)', done], ['max(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = m█;');
    assert.equal(tier.asked.length, 1, 'what has not arrived cannot contradict');
    gate.open();
    // The rest of the contradicting answer is never waited for.
    assert.equal(shown(await two), 'max(items)');
    assert.equal(tier.asked.length, 2);
    assert.ok(tier.asked.every(({ over }) => over));
  });

  it('a request whose keystroke is gone goes on for 150 ms, and no longer', async () => {
    const gate = new Gate();
    const { clock, ask, tier } = room(['sum', gate, done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    await clock.advance(149);
    assert.equal(tier.asked[0]?.signal.aborted, false);
    await clock.advance(1);
    assert.equal(tier.asked[0]?.signal.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it('an answer that comes within those 150 ms is kept for when the cursor comes back', async () => {
    const gate = new Gate();
    const { clock, ask, sent } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    await clock.advance(100);
    gate.open();
    await clock.advance(1000);
    assert.equal(clock.waiting, 0);
    assert.equal(shown(await ask('const total = █;')), 'sum(items)');
    assert.equal(sent.length, 1);
  });

  it('a keystroke that shares the request keeps it alive', async () => {
    const gate = new Gate();
    const { clock, ask } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = s█;');
    await clock.advance(10_000);
    gate.open();
    assert.equal(shown(await two), 'um(items)');
  });

  it('an older keystroke that still waits does not end the newer one’s request', async () => {
    const [gate, later] = [new Gate(), new Gate()];
    const { ask, tier } = room([gate, done], [later, 'max(items)', done], ['wrong', done]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    const three = ask('const other = █');
    await later.reached;
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    assert.deepEqual(shown(await two), { why: 'cancelled' });
    later.open();
    assert.equal(shown(await three), 'max(items)');
    assert.equal(tier.asked.length, 2);
  });

  it('a keystroke that is gone before it is considered asks nothing', async () => {
    const { ask, sent, clock } = room();
    const gone = key();
    gone.cancel();
    assert.deepEqual(await ask('const total = █;', gone.signal), { nothing: 'cancelled' });
    assert.deepEqual([sent.length, clock.waiting], [0, 0]);
  });

  it('the engine stops as soon as there is enough', async () => {
    const gate = new Gate();
    const { ask, tier } = room(['\n  b();', '\n}\n', 'next();', gate, done]);
    assert.equal(shown(await ask('if (a) {█')), '\n  b();\n}');
    assert.equal(tier.asked[0]?.over, true);
  });

  it('nothing to add is no suggestion', async () => {
    const { ask } = room([';', done], ['', done]);
    assert.deepEqual(outcome(await ask('const total = 1█;')), { nothing: 'empty' });
    assert.deepEqual(shown(await ask('const other = 1█;')), { why: 'empty' });
  });

  it('what is no text is not completed', async () => {
    const { ask, sent } = room();
    assert.deepEqual(await ask('a\u0000b█'), { nothing: 'notText' });
    assert.equal(sent.length, 0);
  });

  it('after a change of model nothing of the old one is shown', async () => {
    const { ask, sent, state, completions } = room(['old()', done], ['new()', done]);
    await ask('const total = █;');
    state.model = { ...coder, name: 'other' };
    completions.clear();
    assert.deepEqual(outcome(await ask('const total = █;')), {
      suggestion: { text: 'new()', from: 'engine', model: 'other' },
    });
    assert.deepEqual(
      sent.map(({ model }) => model),
      ['coder', 'other'],
    );
  });

  it('a change of model, or the end, ends the request in flight for all who wait', async () => {
    const gate = new Gate();
    const { ask, completions, tier } = room([gate, done]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    completions.dispose();
    assert.deepEqual([shown(await one), shown(await two)], [{ why: 'cancelled' }, { why: 'cancelled' }]);
    assert.deepEqual(
      tier.asked.map(({ over }) => over),
      [true],
    );
  });
});
