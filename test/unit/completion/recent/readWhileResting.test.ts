import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { fimFor } from '../../../../src/completion/fim.ts';
import { Gate } from '../../../fakes/gate.ts';
import { done, type Script } from '../../tiers/fakeTier.ts';
import { shown } from '../keystrokes.ts';
import { typist } from '../typist.ts';
import { functionNamed, piece } from './pieces.ts';

const qwen = { name: 'qwen2.5-coder:1.5b-base', contextTokens: 8192 };
const code = 'const first = 1;\n'.repeat(60);
const where = 'file:///project/src/a.ts';

/** Someone at a machine that was found to be fast, and one piece of another file. */
async function atAFastMachine(...scripts: Script[]) {
  const way = fimFor(qwen.name, []);
  assert.ok(way);
  const person = typist(['1;', done], ...scripts);
  person.state.model = { ...qwen, way };
  assert.equal(person.completions.wantsOthers, false, 'not known yet');
  await person.question(`${code}x = █`);
  assert.equal(person.completions.wantsOthers, true);
  person.nearby.seen(where, [piece('src/a.ts', functionNamed('helper'))]);
  return person;
}

describe('pieces of other files', () => {
  it('are read while somebody rests, and the next key finds them read', async () => {
    const { here, completions, question, sent } = await atAFastMachine([done], ['b;', done]);
    completions.rested(here(`${code}const y = █`));
    await turn();
    assert.equal(sent.length, 2);
    assert.equal(sent[1]?.maximumTokens, 1);
    assert.ok(sent[1]?.prompt.includes(functionNamed('helper')));
    const answered = await question(`${code}const y = a█`);
    assert.equal(sent[2]?.prompt, sent[1]?.prompt, 'asked before the word');
    assert.deepEqual('others' in answered && answered.others?.map(({ path }) => path), ['src/a.ts']);
  });

  it('do not change while somebody types', async () => {
    const { question, key, sent } = await atAFastMachine(['bigger(than, these);', done]);
    await key(`${code}y = █`);
    assert.equal(sent.length, 2);
    assert.ok(!sent[1]?.prompt.includes('helper'));
    const answered = await question(`${code}y = █`);
    assert.equal(shown(answered), 'bigger(than, these);');
    assert.ok(!('others' in answered));
  });

  it('are not read again at the next rest', async () => {
    const { here, completions, sent } = await atAFastMachine([done]);
    completions.rested(here(`${code}y = █`));
    await turn();
    completions.rested(here(`${code}y = █`));
    completions.rested(here(`${code}z = █`));
    await turn();
    assert.equal(sent.length, 2);
  });

  it('give way at once to a question', async () => {
    const { here, completions, question, tier } = await atAFastMachine([new Gate(), done], ['b;', done]);
    completions.rested(here(`${code}y = █`));
    await turn();
    assert.equal(tier.asked[1]?.signal.aborted, false);
    assert.equal(shown(await question(`${code}z = █`)), 'b;');
    assert.equal(tier.asked[1]?.signal.aborted, true);
  });

  it('what the engine says to them is shown nowhere', async () => {
    const { here, completions, question, sent } = await atAFastMachine(['wrong', done], ['b;', done]);
    completions.rested(here(`${code}y = █`));
    await turn();
    assert.equal(shown(await question(`${code}y = █`)), 'b;');
    assert.equal(sent.length, 3);
  });

  for (const [when, change] of [
    ['without the focus', { focused: false }],
    ['while a task runs', { busy: true }],
  ] as const) {
    it(`are neither read nor changed ${when}`, async () => {
      const { here, completions, question, state, sent } = await atAFastMachine(['b;', done]);
      Object.assign(state, change);
      completions.rested(here(`${code}y = █`));
      await turn();
      assert.equal(sent.length, 1);
      Object.assign(state, { focused: true, busy: false });
      await question(`${code}y = █`);
      assert.ok(!sent[1]?.prompt.includes('helper'));
    });
  }

  it('are neither read nor changed while an answer is on its way', async () => {
    const gate = new Gate();
    const { here, completions, question, sent } = await atAFastMachine([gate, 'b;', done], ['c;', done]);
    const waiting = question(`${code}y = █`);
    await gate.reached;
    completions.rested(here(`${code}y = █`));
    gate.open();
    await waiting;
    await question(`${code}z = █`);
    assert.equal(sent.length, 3);
    assert.ok(!sent[2]?.prompt.includes('helper'));
  });

  it('fail quietly', async () => {
    const { here, completions, question } = await atAFastMachine([new Error('refused')], ['b;', done]);
    completions.rested(here(`${code}y = █`));
    await turn();
    assert.equal(shown(await question(`${code}y = █`)), 'b;');
  });

  it('are not read when everything is forgotten, as at the end', async () => {
    const { here, completions, tier } = await atAFastMachine([new Gate(), done]);
    completions.rested(here(`${code}y = █`));
    await turn();
    completions.clear();
    assert.equal(tier.asked[1]?.signal.aborted, true);
  });

  it('are there from the first prompt of another file on', async () => {
    const { here, completions, sent } = await atAFastMachine([done]);
    completions.arrived(here(`${code}y = █`, 'file:///project/src/b.ts'));
    await turn();
    assert.ok(sent[1]?.prompt.includes(functionNamed('helper')));
  });

  it('are not wanted on a slow machine, nor by a model that knows no other files', async () => {
    for (const [name, ms] of [
      [qwen.name, 5000],
      ['granite4:1b', 1],
    ] as const) {
      const gate = new Gate();
      const { state, nearby, completions, question, clock, here, sent } = typist([gate, '1;', done]);
      const way = fimFor(name, []);
      assert.ok(way);
      state.model = { name, contextTokens: 8192, way };
      const asked = question(`${code}x = █`);
      await gate.reached;
      await clock.advance(ms);
      gate.open();
      await asked;
      assert.equal(completions.wantsOthers, false);
      nearby.seen(where, [piece('src/a.ts', functionNamed('helper'))]);
      completions.rested(here(`${code}y = █`));
      await turn();
      assert.equal(sent.length, 1);
    }
  });
});
