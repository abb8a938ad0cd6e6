import assert from 'node:assert/strict';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { shown } from './keystrokes.ts';
import { typist } from './typist.ts';

/** More than would be asked ahead for at once. */
const next = '\nconst mean = total / items.length;';

describe('asked ahead', () => {
  it('with twelve characters left, not with thirteen', async () => {
    const { question, key, sent } = typist(['add(1, 2, 3);', done], [next, done]);
    assert.equal(shown(await question('a = █')), 'add(1, 2, 3);');
    assert.equal(await key('a = █'), 'add(1, 2, 3);');
    assert.equal(sent.length, 1);
    assert.equal(await key('a = a█'), 'dd(1, 2, 3);');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['a = ', 'a = add(1, 2, 3);'],
    );
  });

  it('what follows is there when the user gets there, with no further request', async () => {
    const { question, key, sent, clock } = typist(['sum(items);', done], [next, done]);
    await question('a = █');
    await key('a = s█');
    await clock.advance(1000);
    let typed = 'a = s';
    for (const character of `um(items);${next.slice(0, 10)}`) {
      typed += character;
      const whole = `a = sum(items);${next}`;
      const left = await key(`${typed}█`);
      assert.ok(
        typeof left === 'string' && whole.startsWith(`${typed}${left}`),
        `at ${typed}: ${JSON.stringify(left)}`,
      );
    }
    assert.equal(sent.length, 2);
  });

  it('one that is still in flight is shared when the user gets there', async () => {
    const gate = new Gate();
    const { question, key, press, sent, tier } = typist(['sum(items);', done], [gate, next, done]);
    await question('a = █');
    await key('a = s█');
    for (const typed of ['su', 'sum(items)']) assert.equal(typeof (await key(`a = ${typed}█`)), 'string');
    press('a = sum(items);█');
    const waiting = question('a = sum(items);█');
    gate.open();
    assert.equal(shown(await waiting), next);
    assert.deepEqual([sent.length, tier.asked[1]?.signal.aborted], [2, true], 'ended by itself, at the end');
  });

  it('as after accepting it all', async () => {
    const gate = new Gate();
    const { question, key, press, completions, sent } = typist(['sum(items);', done], [gate, next, done]);
    await question('a = █');
    await key('a = s█');
    completions.accepted();
    press('a = sum(items);█');
    gate.open();
    assert.equal(shown(await question('a = sum(items);█')), next);
    assert.equal(sent.length, 2);
  });

  it('not for lines that are known already', async () => {
    const { question, key, sent } = typist(['f();\ng(x);', done], [next, done]);
    await question('a = █');
    for (const typed of ['', 'f', 'f(', 'f()']) await key(`a = ${typed}█`);
    assert.equal(sent.length, 1);
    assert.equal(await key('a = f();█'), '\ng(x);');
    assert.equal(sent[1]?.prompt, 'a = f();\ng(x);');
  });

  it('once for each place, also when nothing came of it', async () => {
    const { question, key, sent } = typist(['sum(items);', done], ['', done]);
    await question('a = █');
    for (const typed of ['s', 'su', 'sum', 'su', 's', 'sum(item']) await key(`a = ${typed}█`);
    assert.equal(sent.length, 2);
  });

  it('and again after a change of model', async () => {
    const { question, key, sent, completions } = typist(['sum(items);', done], ['', done], ['sum(items);', done]);
    await question('a = █');
    await key('a = s█');
    completions.clear();
    await question('a = █');
    await key('a = s█');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['a = ', 'a = sum(items);', 'a = ', 'a = sum(items);'],
    );
  });

  it('where the user gets to by accepting: before blanks at the end', async () => {
    const gate = new Gate();
    const { question, key, press, sent } = typist(['sum(items);   ', done], [gate, next, done]);
    await question('a = █');
    await key('a = sum█');
    press('a = sum(items);█');
    gate.open();
    assert.equal(shown(await question('a = sum(items);█')), next);
    assert.equal(sent.length, 2);
  });

  for (const [when, change] of [
    ['without the focus', { focused: false }],
    ['while a task runs', { busy: true }],
  ] as const) {
    it(`not ${when}`, async () => {
      const { question, key, sent, state } = typist(['sum(items);', done]);
      await question('a = █');
      Object.assign(state, change);
      assert.equal(await key('a = s█'), 'um(items);');
      assert.equal(sent.length, 1);
      Object.assign(state, { focused: true, busy: false });
      await key('a = su█');
      assert.equal(sent.length, 2);
    });
  }

  it('nothing else is asked while it is in flight along the known text', async () => {
    const { question, key, tier } = typist(['sum(items);', done], [new Gate(), next, done]);
    await question('a = █');
    for (const typed of ['s', 'su', 'sum', 'sum(', 'sum(i', 'sum(']) {
      assert.equal(typeof (await key(`a = ${typed}█`)), 'string');
      assert.equal(tier.asked[1]?.signal.aborted, false);
    }
    assert.equal(tier.asked.length, 2);
  });

  for (const [where, marked] of [
    ['types something else', 'a = sub█'],
    ['goes to another line', 'b.█\na = su'],
    ['deletes what came before the suggestion', 'a =█'],
    ['deletes more of it', 'a █'],
  ] as const) {
    it(`ended when the user ${where}, and what is wanted there is asked`, async () => {
      const { question, key, press, tier, clock } = typist(
        ['sum(items);', done],
        [new Gate(), done],
        ['(items, prices);', done],
      );
      await question('a = █');
      await key('a = su█');
      press(marked);
      assert.equal(tier.asked[1]?.signal.aborted, true);
      await clock.advance(50);
      assert.equal(shown(await question(marked)), '(items, prices);');
      assert.equal(tier.asked.length, 3);
    });
  }
});
