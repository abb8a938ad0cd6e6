import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advanced, healed } from '../../../src/completion/healing.ts';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { key, shown } from './keystrokes.ts';
import { at } from './places.ts';
import { typist } from './typist.ts';

const word = /[\p{L}\p{N}_$]/u;

describe('the word in the making', () => {
  it('the start of the word, and the word, are the cursor; before the start stands no word', () => {
    const piece = fc.constantFrom('a', 'Z', '9', '_', '$', 'é', '字', '𝒳', ' ', '.', '\n', '(', '🙂', 'longer');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('', ')', '\nnext'), (before, after) => {
        const cursor = at(`${before}█${after}`);
        const start = healed(cursor);
        const typed = cursor.before.slice(start.before.length);
        assert.deepEqual(advanced(start, typed), cursor);
        assert.ok(
          [...typed].every((character) => word.test(character)),
          typed,
        );
        if (typed.length <= 40 && start !== cursor) assert.ok(!word.test([...start.before].at(-1) ?? ' '));
        if (start === cursor) assert.ok(!word.test([...before].at(-1) ?? ' ') || /[\p{L}\p{N}_$]{30}$/u.test(before));
      }),
      { numRuns: 500 },
    );
  });

  it('data is no word', () => {
    const cursor = at(`key = ${'0af3'.repeat(11)}█`);
    assert.equal(healed(cursor), cursor);
    assert.equal(healed(at(`key = ${'0af3'.repeat(10)}█`)).before, 'key = ');
  });

  it('text that is put in moves the cursor behind it', () => {
    assert.deepEqual(advanced(at('a█;'), 'b'), at('ab█;'));
    assert.deepEqual(advanced(at('a\nb█;'), 'c\n\nde'), at('a\nbc\n\nde█;'));
  });

  it('a whole word is one prompt, however far it is typed', async () => {
    const { question, sent, completions } = typist();
    for (const typed of ['t', 'to', 'tot', 'total']) {
      completions.clear();
      await question(`  ${typed}█`);
    }
    const prompts = new Set(sent.map(({ prompt }) => prompt));
    assert.ok(prompts.has('  '));
    assert.equal(sent.filter(({ prompt }) => prompt === '  ').length, 4);
  });

  it('when the model has another word there, it is asked behind the word, exactly once more', async () => {
    for (const second of [
      ['al();', done],
      ['', done],
      [' = 1;', done],
    ]) {
      const { question, sent } = typist(['sum();', done], second, ['never', done]);
      await question('  tot█');
      assert.deepEqual(
        sent.map(({ prompt }) => prompt),
        ['  ', '  tot'],
      );
    }
  });

  it('and not at the start of this word again', async () => {
    const { question, key, sent } = typist(['sum();', done], ['al();', done], ['m(items, prices);', done]);
    assert.equal(shown(await question('  tot█')), 'al();');
    assert.equal(await key('  tote█'), 'm(items, prices);');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['  ', '  tot', '  tote'],
    );
  });

  it('nor when the answer behind it was contradicted as well', async () => {
    const { question, press, clock, sent } = typist(
      ['sum();', done],
      ['al();\n', new Gate(), done],
      ['m(items, prices);', done],
    );
    assert.equal(shown(await question('  tot█')), 'al();');
    press('  tote█');
    await clock.advance(50);
    assert.equal(shown(await question('  tote█')), 'm(items, prices);');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['  ', '  tot', '  tote'],
    );
  });

  it('another word is asked at its start', async () => {
    const { question, key, sent } = typist(['sum();', done], ['al();', done], ['new = items.length;', done]);
    await question('  tot█');
    assert.equal(await key('  tot.ne█'), 'w = items.length;');
    assert.equal(sent.at(-1)?.prompt, '  tot.');
  });

  it('an answer that never came is no other word', async () => {
    const gone = key();
    const { question, clock, sent } = typist([new Gate(), done], ['total();', done]);
    const one = question('  tot█', { signal: gone.signal });
    await clock.advance(0);
    gone.cancel();
    await clock.advance(1000);
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    assert.equal(shown(await question('  tot█')), 'al();');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['  ', '  '],
    );
  });

  it('nor is one that ended because the user went elsewhere', async () => {
    const { question, press, clock, sent } = typist([new Gate(), done], [done], ['total(items, prices);', done]);
    void question('  tot█');
    await clock.advance(0);
    press('.█\n  tot');
    await clock.advance(50);
    press('  tot█');
    assert.equal(shown(await question('  tot█')), 'al(items, prices);');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['  ', '.', '  '],
    );
  });

  it('after a change of model the start of the word is asked again', async () => {
    const { question, completions, sent } = typist(['sum();', done], ['al();', done], ['total();', done]);
    await question('  tot█');
    completions.clear();
    assert.equal(shown(await question('  tot█')), 'al();');
    assert.equal(sent.at(-1)?.prompt, '  ');
  });
});
