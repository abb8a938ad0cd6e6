import assert from 'node:assert/strict';
import { cursor } from '../../fakes/cursor.ts';
import { done } from '../tiers/fakeTier.ts';
import { typist } from './typist.ts';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What an editor has closed right of the cursor by itself when this was typed. */
function closed(typed: string): string {
  let open = '';
  let quote = '';
  for (const character of typed) {
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === '"') quote = character;
    else if (closing[character]) open = closing[character] + open;
    else if (character === open[0]) open = open.slice(1);
  }
  return quote + open;
}

/** The line as it is when the suggestion at the mark is accepted; the reason when there is none. */
async function accepted(answer: string, marked: string): Promise<string> {
  const { question, key: _key, press, sent, state } = typist([answer, done], ['never', done]);
  state.focused = false;
  const rest = marked.endsWith(';') && !answer.endsWith(';') ? ';' : '';
  await question(`█${rest}`);
  press(marked);
  const answered = await question(marked);
  assert.equal(sent.length, 1, marked);
  if (!('suggestion' in answered)) return answered.nothing;
  const { before, after } = cursor(marked);
  const { text, replaces = 0 } = answered.suggestion;
  return before + text + after.slice(replaces);
}

describe('brackets that the editor closed', () => {
  it('what is left of the suggestion stays, and takes their place', async () => {
    const { question, press } = typist(['foo(a);', done]);
    await question('█');
    press('foo(█)');
    const answered = await question('foo(█)');
    assert.ok('suggestion' in answered);
    assert.deepEqual(answered.suggestion, { text: 'a);', from: 'cache', model: 'coder', replaces: 1 });
  });

  it('nothing is replaced where nothing was closed', async () => {
    const { question, press } = typist(['foo(a);', done]);
    await question('█');
    press('foo(█');
    const answered = await question('foo(█');
    assert.ok('suggestion' in answered);
    assert.equal(answered.suggestion.replaces, undefined);
  });

  for (const line of [
    'foo(a);',
    'foo(bar(b), [c, d]);',
    'const x = { a: [1, (2)], b };',
    'say("hello", name);',
    'say("a) b", [")"]);',
    'f(() => { g(); });',
  ]) {
    it(`accepting along ${line} always gives that line`, async () => {
      for (let length = 1; length < line.length; length++) {
        const typed = line.slice(0, length);
        assert.equal(await accepted(line, `${typed}█${closed(typed)}`), line, typed);
      }
    });
  }

  it('what stood there before stays', async () => {
    assert.equal(await accepted('foo(a)', 'foo(█);'), 'foo(a);');
  });

  it('a line that closes only brackets of its own leaves them', async () => {
    assert.equal(await accepted('foo(bar(),\n  b);', 'foo(█)'), 'foo(bar(),)');
    assert.equal(await accepted('foo([a],', 'foo(█)'), 'foo([a],)');
  });

  it('the closing bracket alone is nothing new', async () => {
    const { question, press } = typist(['foo(a)', done]);
    await question('█');
    press('foo(a█)');
    assert.deepEqual(await question('foo(a█)'), { nothing: 'empty' });
  });

  for (const [marked, answer, line] of [
    ['foo(█)', 'a, b);', 'foo(a, b);'],
    ['foo(█);', 'a, b);', 'foo(a, b);'],
    ['foo(█)', 'a, b)', 'foo(a, b)'],
    ['foo(█)', 'bar(b), c', 'foo(bar(b), c)'],
    [
      'all.reduce((█))',
      'sum, each) => sum + each, 0) / all.length;',
      'all.reduce((sum, each) => sum + each, 0) / all.length;',
    ],
    ['const a = [█]', '1, 2].map(String);', 'const a = [1, 2].map(String);'],
    ['say("█")', 'hello", name);', 'say("hello", name);'],
    ['foo(█, b)', 'a', 'foo(a, b)'],
  ] as const) {
    it(`asked for between brackets that stand there already: ${marked} becomes ${line}`, async () => {
      const { question } = typist([answer, done]);
      const answered = await question(marked);
      assert.ok('suggestion' in answered);
      const { before, after } = cursor(marked);
      const { text, replaces = 0 } = answered.suggestion;
      assert.equal(before + text + after.slice(replaces), line);
    });
  }
});
