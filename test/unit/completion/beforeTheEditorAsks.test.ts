import assert from 'node:assert/strict';
import { TierError } from '../../../src/tiers/tier.ts';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { key, outcome, shown } from './keystrokes.ts';
import { typist } from './typist.ts';

const answer = 'sum(items.map(price));';

describe('before the editor asks', () => {
  it('a key asks at once, and the editor’s question 50 ms later shares it', async () => {
    const gate = new Gate();
    const { press, question, clock, sent } = typist([gate, answer, done]);
    press('a = █');
    await gate.reached;
    assert.equal(sent.length, 1);
    await clock.advance(50);
    const asked = question('a = █');
    gate.open();
    assert.equal(shown(await asked), answer);
    assert.equal(sent.length, 1);
  });

  it('an answer that has come by then costs no second request', async () => {
    const { key, sent } = typist([answer, done]);
    assert.equal(await key('a = █'), answer);
    assert.equal(sent.length, 1);
  });

  it('nor does one that had nothing to say', async () => {
    const { key, sent } = typist([done]);
    assert.deepEqual(await key('a = █'), { why: 'empty' });
    assert.equal(sent.length, 1);
  });

  it('nor one that failed, and the next key asks again', async () => {
    const { press, question, key, clock, sent } = typist([new TierError('stalled', 'as told')], [answer, done]);
    press('a = █');
    await clock.advance(50);
    assert.deepEqual(outcome(await question('a = █')), { nothing: 'stalled', detail: 'as told' });
    assert.equal(sent.length, 1);
    assert.equal(await key('a = s█'), answer.slice(1));
    assert.equal(sent.length, 2);
  });

  it('what came of it is for that key alone', async () => {
    const { press, completions, here, clock, sent } = typist([new TierError('stalled', 'as told')], [answer, done]);
    press('a = █');
    await clock.advance(50);
    const moved = { ...here('b = █'), version: 99 };
    assert.equal(shown(await completions.complete(moved, new AbortController().signal)), answer);
    assert.equal(sent.length, 2);
  });

  it('a key whose text is known asks nothing', async () => {
    const { question, press, sent } = typist([answer, done]);
    await question('a = █');
    press('a = s█');
    assert.equal(sent.length, 1);
  });

  it('nor one that the request in flight may answer', async () => {
    const gate = new Gate();
    const { press, question, sent } = typist([gate, answer, done]);
    press('a = █');
    await gate.reached;
    for (const typed of ['s', 'su']) press(`a = ${typed}█`);
    gate.open();
    assert.equal(shown(await question('a = su█')), answer.slice(2));
    assert.equal(sent.length, 1);
  });

  for (const [when, change] of [
    ['while a task runs', { busy: true }],
    ['in a window without the focus', { focused: false }],
  ] as const) {
    it(`nor any key ${when}`, async () => {
      const { press, state, clock, sent } = typist();
      Object.assign(state, change);
      press('a = █');
      await clock.advance(1000);
      assert.equal(sent.length, 0);
    });
  }

  it('nor any key in what is no text', async () => {
    const { press, clock, sent } = typist();
    press('a\u0000b█');
    await clock.advance(1000);
    assert.equal(sent.length, 0);
  });

  it('nor one that the next key would make stale', async () => {
    const { press, question, clock, sent } = typist(...Array.from({ length: 12 }, (_, index) => [`${index}`, done]));
    for (let count = 0; count < 7; count++) {
      press(`${'x'.repeat(count)} = █`);
      await clock.advance(100);
    }
    const before = sent.length;
    press('y = █');
    await clock.advance(0);
    assert.equal(sent.length, before, 'fast keys, and an engine that takes longer than they leave');
    const asked = question('y = █');
    await clock.advance(120);
    assert.equal(typeof shown(await asked), 'string');
    assert.equal(sent.length, before + 1);
  });

  it('the editor’s cancelled question does not end what the next key shares', async () => {
    const gate = new Gate();
    const { press, question, clock, sent, tier } = typist(['s', gate, answer.slice(1), done]);
    const first = key();
    press('a = █');
    const one = question('a = █', { signal: first.signal });
    await gate.reached;
    press('a = s█');
    first.cancel();
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    await clock.advance(1000);
    assert.equal(tier.asked[0]?.signal.aborted, false);
    gate.open();
    assert.equal(shown(await question('a = s█')), answer.slice(1));
    assert.equal(sent.length, 1);
  });
});

describe('when the user comes to a place', () => {
  it('the engine reads the text there, and the first question finds its answer', async () => {
    const { completions, here, question, clock, sent } = typist([answer, done]);
    completions.arrived(here('a = █'));
    await clock.advance(0);
    assert.equal(sent[0]?.prompt, 'a = ');
    assert.equal(shown(await question('a = █')), answer);
    assert.equal(sent.length, 1);
  });

  it('also when it is another file than the one just typed in', async () => {
    const { completions, here, key, clock, sent } = typist(['x(items, prices);', done], ['s', answer.slice(1), done]);
    await key('b = █');
    const there = here('a = █', 'file:///project/other.ts');
    completions.arrived(there);
    await clock.advance(0);
    const answered = await completions.complete(there, new AbortController().signal);
    assert.equal(shown(answered), answer);
    assert.equal(sent.length, 2);
  });

  it('what was asked for another file ends', async () => {
    const gate = new Gate();
    const { completions, here, press, clock, sent, tier } = typist([gate, 'x();', done], [answer, done]);
    press('b = █');
    await gate.reached;
    completions.arrived(here('a = █', 'file:///project/other.ts'));
    await clock.advance(0);
    assert.deepEqual([tier.asked[0]?.signal.aborted, sent.length], [true, 2]);
  });

  it('once: coming again, or typing there meanwhile, shares it', async () => {
    const gate = new Gate();
    const { completions, here, press, question, sent } = typist([gate, answer, done]);
    completions.arrived(here('a = █'));
    completions.arrived(here('a = █'));
    await gate.reached;
    press('a = s█');
    gate.open();
    assert.equal(shown(await question('a = s█')), answer.slice(1));
    completions.arrived(here('a = su█'));
    assert.equal(sent.length, 1);
  });

  it('not while a task runs, without the focus, or in what is no text', async () => {
    const { completions, here, state, clock, sent } = typist();
    state.busy = true;
    completions.arrived(here('a = █'));
    state.busy = false;
    state.focused = false;
    completions.arrived(here('a = █'));
    state.focused = true;
    completions.arrived(here('a\u0000b█'));
    await clock.advance(1000);
    assert.equal(sent.length, 0);
  });
});
