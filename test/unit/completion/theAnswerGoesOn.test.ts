import assert from 'node:assert/strict';
import { Gate } from '../../fakes/gate.ts';
import { done, provenance } from '../tiers/fakeTier.ts';
import { shown } from './keystrokes.ts';
import { deafEngine, typist } from './typist.ts';

/** Lines that differ. */
const lines = (count: number) => Array.from({ length: count }, (_, index) => `call${index}(value);\n`);

describe('an answer goes on', () => {
  it('one request serves its line and the lines that follow, key by key', async () => {
    const { state, question, key, sent } = typist(['open();\nread();\n\n', '  close();\nend', '();\n', done]);
    state.focused = false;
    assert.equal(shown(await question('a = █')), 'open();');
    let typed = '';
    const left: unknown[] = [];
    for (const character of 'open();\nread();\n\n  close();\nend();') {
      typed += character;
      left.push(await key(`a = ${typed}█`));
    }
    const words = ['open();', 'read();', '  close();', 'end();'];
    for (const part of words) assert.ok(left.includes(part.slice(1)), part);
    assert.equal(left[6], '\nread();', 'at the end of a line, the next one');
    assert.deepEqual(left.at(-2), ';');
    assert.equal(sent.length, 2, 'the second one at the end of all that is known');
  });

  it('the first line is shown while the others are still on their way', async () => {
    const gate = new Gate();
    const { question, key, sent, tier, state } = typist(['open();\n', gate, 'read();\n', done]);
    state.focused = false;
    assert.equal(shown(await question('a = █')), 'open();');
    assert.equal(tier.asked[0]?.over, false);
    assert.equal(await key('a = open█'), '();');
    gate.open();
    assert.equal(await key('a = open();█'), '\nread();');
    assert.equal(sent.length, 1);
  });

  it('what is shown never waits for a line that is not shown', async () => {
    const gate = new Gate();
    const { press, question, sent } = typist(['open();\n', gate, 'read();\n', done]);
    assert.equal(shown(await question('a = █')), 'open();');
    press('a = open();█');
    const waiting = question('a = open();█');
    gate.open();
    assert.equal(shown(await waiting), '\nread();');
    assert.equal(sent.length, 1);
  });

  it('a block is shown as far as its lines have arrived, then with what came since', async () => {
    const [first, second] = [new Gate(), new Gate()];
    const script = ['\n  a();\n  b', first, '();\n', second, '  c();\n}\n', done];
    const { question, key, clock, sent } = typist(script);
    assert.equal(shown(await question('if (x) {█')), '\n  a();');
    first.open();
    await clock.advance(0);
    assert.equal(await key('if (x) {\n  █'), 'a();\n  b();');
    second.open();
    await clock.advance(0);
    assert.equal(shown(await question('if (x) {\n  █')), 'a();\n  b();\n  c();\n}');
    assert.equal(sent.length, 1);
  });

  it('the last line of a block that the engine cut short is left out, also when it may be whole', async () => {
    const cutShort = { kind: 'done', reason: 'length', provenance, measured: { totalMs: 1 } } as const;
    const { question, clock } = typist(['\n  a();\n}', cutShort]);
    await question('if (x) {█');
    // All of it has come then.
    await clock.advance(0);
    assert.equal(shown(await question('if (x) {█')), '\n  a();');
  });

  it('a line further left is no part of a block, also when it is the last one', async () => {
    const { question, key } = typist(['f();\ng(items, prices);', done]);
    await question('a = █');
    assert.equal(await key('a = f(█'), ');');
    assert.equal(await key('a = f();█'), '\ng(items, prices);');
  });

  it('eight lines beyond the one that is shown, and no token more', async () => {
    const engine = deafEngine(...lines(30));
    const asked = engine.question('a = █');
    await engine.say(30);
    assert.equal(shown(await asked), 'call0(value);');
    assert.deepEqual(engine.state, { said: 9, requests: 1, over: true });
  });

  it('to the line that stands below, which is not offered again', async () => {
    const engine = deafEngine('one();\n', 'second(items);\n', 'next();\n', 'more();\n');
    const asked = engine.question('a = █\nnext();');
    await engine.say(4);
    assert.equal(shown(await asked), 'one();');
    assert.deepEqual([engine.state.said, engine.state.over], [3, true]);
    assert.equal(await engine.key('a = one();█\nnext();'), '\nsecond(items);');
    await engine.key('a = one();\nsecond(items);\n█\nnext();');
    assert.equal(engine.state.requests, 2, 'nothing is known of what follows there');
  });

  it('until it says the same for the third time, which is not offered', async () => {
    const engine = deafEngine(...Array.from({ length: 9 }, () => 'same(all, items);\n'));
    const asked = engine.question('a = █');
    await engine.say(9);
    await asked;
    assert.deepEqual([engine.state.said, engine.state.over], [3, true]);
    assert.equal(await engine.key('a = same(all, items);█'), '\nsame(all, items);');
    await engine.key('a = same(all, items);\nsame(all, items);█');
    assert.equal(engine.state.requests, 2, 'nothing is known of what follows there');
  });

  it('to the line that stands below, also right behind the line of the cursor, or behind a block', async () => {
    for (const [place, rest, ...tokens] of [
      ['open();█\nnext();', 'open();\n█\nnext();', '\nnext();\n', 'more();\n'],
      ['if (x) {█\nnext();', 'if (x) {\n  a();\n}\n█\nnext();', '\n  a();\n}\nnext();\n', 'more();\n'],
      ['if (x) {\n  █\n  next();', 'if (x) {\n  a();\n  █\n  next();', 'a();\n  next();\n', '  more();\n'],
    ] as const) {
      const engine = deafEngine(...tokens);
      const asked = engine.question(place);
      await engine.say(2);
      await asked;
      assert.equal(engine.state.said, 1, place);
      assert.deepEqual(await engine.key(rest), { why: 'empty' });
      assert.equal(engine.state.requests, 2, 'nothing is known of what follows there');
    }
  });

  it('the line below ends it also where the model itself ends', async () => {
    const { question, key, sent } = typist(['one();\nnext();', done], ['two();', done]);
    await question('a = █\nnext();');
    assert.equal(await key('a = one();\n█\nnext();'), 'two();');
    assert.equal(sent.length, 2);
  });

  it('where it leaves the line blank, there is no suggestion, and no second request', async () => {
    const { question, press, sent } = typist(['\n  \nread();\n', new Gate(), done]);
    await question('open();█');
    press('open();\n █');
    assert.deepEqual(shown(await question('open();\n █')), { why: 'empty' });
    assert.equal(sent.length, 1);
  });

  it('an answer with the line ends of Windows is typed along like any other', async () => {
    const { question, key, sent } = typist(['open();\r', '\nread();\r\n', 'close(everything);\r\n', done]);
    assert.equal(shown(await question('a = █')), 'open();');
    assert.equal(await key('a = open();\n█'), 'read();');
    assert.equal(await key('a = open();\nread();\nclo█'), 'se(everything);');
    assert.equal(sent.length, 1);
  });

  describe('and ends at the first contradiction', () => {
    it('of a key, before the editor asks', async () => {
      const { question, press, tier, sent } = typist(['open();\n', new Gate(), done]);
      await question('a = █');
      press('a = o█');
      assert.equal(tier.asked[0]?.signal.aborted, false);
      press('a = ox█');
      assert.equal(tier.asked[0]?.signal.aborted, true);
      assert.equal(sent.length, 1, 'the next request is not made before the old one has ended');
    });

    it('of a key: at most one token after it', async () => {
      const engine = deafEngine('op', 'en', '();', '\nread', '();\n', 'close();\n');
      const asked = engine.question('a = █');
      await engine.say(2);
      engine.press('a = x█');
      await engine.say(4);
      assert.ok(engine.state.said <= 3, `${engine.state.said} tokens`);
      assert.equal(engine.state.over, true);
      assert.deepEqual(shown(await asked), { why: 'cancelled' });
    });

    it('of a token: none after it', async () => {
      const engine = deafEngine('op', 'en', '();', '\nread', '();\n');
      void engine.question('a = █');
      engine.press('a = opx█');
      await engine.say(1);
      assert.deepEqual(engine.state, { said: 1, requests: 1, over: false }, 'nothing said contradicts yet');
      await engine.say(5);
      assert.equal(engine.state.said, 2);
      assert.equal(engine.state.over, true);
    });

    it('and not while what is typed is what it says', async () => {
      const engine = deafEngine('op', 'en', '();\n', 'read();\n');
      void engine.question('a = █');
      await engine.say(1);
      for (const typed of ['o', 'op', 'ope', 'open', 'open(']) engine.press(`a = ${typed}█`);
      await engine.say(3);
      assert.deepEqual([engine.state.said, engine.state.requests], [4, 1]);
    });
  });
});
