import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FimFormat, type FimWay, fimFormats } from '../../../src/completion/fim.ts';
import type { Layout } from '../../../src/completion/layout.ts';
import { type Prompt, Prompts } from '../../../src/completion/prompts.ts';
import { at } from './places.ts';

const most = 6000;
const layoutOf = (format: FimFormat): Layout => (format.preferred === 'suffixFirst' ? 'suffixFirst' : 'typedLast');

/** What a prompt says stands before and after the cursor: found by the family's markers alone. */
function readBack(format: FimFormat, prompt: string): { before: string; after: string } {
  const form = layoutOf(format) === 'suffixFirst' ? (format.suffixFirst ?? format.prompt) : format.prompt;
  // Texts that cannot be part of a marker show where in the form they stand.
  const [head = '', between = '', tail = ''] = form('\ue000', '\ue001').split(/[\ue000\ue001]/);
  assert.ok(prompt.startsWith(head), prompt);
  const middle = between === '' ? -1 : prompt.indexOf(between, head.length);
  const end = tail === '' ? prompt.length : prompt.indexOf(tail, middle + between.length);
  assert.ok(middle >= 0 && end >= 0, prompt);
  const [first, second] = [prompt.slice(head.length, middle), prompt.slice(middle + between.length, end)];
  const behind = prompt.slice(end + tail.length);
  if (form('\ue000', '\ue001').indexOf('\ue000') < form('\ue000', '\ue001').indexOf('\ue001'))
    return { before: first + behind, after: second };
  // Suffix first, the text before the cursor comes last of the two: nothing may stand behind the form.
  assert.equal(behind, '');
  return { before: second, after: first };
}

/** The text after the cursor without what an editor closes by itself. */
const frozen = (after: string) => (/^[ )\]}>"'`;,]*(\n|$)/.test(after) ? after.replace(/^[^\n]*/, '') : after);

/** What a family puts where nothing follows. */
const nothingFollows = (format: FimFormat) => (format.family === 'tiny-demo' ? '\n' : '');

/** Someone who types: the whole text before and after the cursor at each key. */
const keys = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('a', 'sum', ' = ', ';', '\n', '  ', '🙂', 'x('.repeat(20)) },
    { weight: 1, arbitrary: fc.constant('delete' as const) },
    { weight: 1, arbitrary: fc.constant('edit below' as const) },
    { weight: 1, arbitrary: fc.constant('edit above' as const) },
  ),
  { minLength: 1, maxLength: 60 },
);

describe('what stands in a prompt', () => {
  for (const format of fimFormats) {
    it(`${format.family}: gives back the text before and after the cursor exactly, at every key`, () => {
      fc.assert(
        fc.property(keys, fc.constantFrom('', ')', ');\n}\n', '\nnext();', ', second)\n'), (all, below) => {
          const prompts = new Prompts();
          let [before, after] = ['first();\n', below];
          for (const key of all) {
            if (key === 'delete') before = before.slice(0, -3);
            else if (key === 'edit below') after += '\nmore();';
            else if (key === 'edit above') before = `above();\n${before}`;
            else before += key;
            const asked = prompts.for(at(`${before}█${after}`), { way: 'raw', format }, most);
            const { prompt, suffix, raw, layout, stop } = asked;
            assert.deepEqual([raw, suffix, layout, stop], [true, undefined, layoutOf(format), format.stop]);
            const read = readBack(format, prompt);
            assert.equal(read.before, before.slice(-read.before.length || before.length));
            if (before.length <= Math.min(most, format.beforeCharacters)) assert.ok(before.endsWith(read.before));
            if (before.length < 500) assert.equal(read.before, before);
            if (after.length < format.afterCharacters)
              assert.equal(read.after, frozen(after) || nothingFollows(format));
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  it('the engine’s own template: the text before the cursor, and a short one after it', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const prompts = new Prompts();
        let before = '';
        for (const key of all) {
          before += key;
          const asked = prompts.for(at(`${before}█);\nnext();`), { way: 'suffix' }, most);
          assert.deepEqual(asked, { raw: false, prompt: before, suffix: '\nnext();', layout: 'suffixField', stop: [] });
        }
      }),
      { numRuns: 60 },
    );
    const below = (text: string) => new Prompts().for(at(`a█${text}`), { way: 'suffix' }, most).suffix;
    assert.equal(below(''), '\n', 'an empty one would make it answer as in a conversation');
    assert.equal(below(')'), '\n');
    assert.equal(below(`\n${'12345678\n'.repeat(40)}`), `\n${'12345678\n'.repeat(40)}`.slice(0, 145).trimEnd());
  });

  it('no more than the machine is fast enough for, and no more than the family takes', () => {
    const text = 'line();\n'.repeat(2000);
    for (const format of fimFormats) {
      for (const budget of [1000, 2500, 6000]) {
        const { prompt } = new Prompts().for(at(`${text}█`), { way: 'raw', format }, budget);
        const { before } = readBack(format, prompt);
        const size = Math.min(budget, format.beforeCharacters);
        assert.ok(before.length <= size && before.length > size / 2 - 10, `${format.family}: ${before.length}`);
      }
    }
  });
});

describe('prompts share their start', () => {
  const typedLast = fimFormats.filter((format) => layoutOf(format) === 'typedLast');
  const suffixFirst = fimFormats.filter((format) => layoutOf(format) === 'suffixFirst');
  const below = ');\nnext();\n';
  const upTo = 'import { a } from "b";\n\n';

  const promptAt = (prompts: Prompts, format: FimFormat, marked: string, change: Parameters<typeof at>[1] = {}) =>
    prompts.for(at(marked, change), { way: 'raw', format }, most).prompt;

  /** Whether the anchor moved: nothing is left behind the middle marker. */
  const isFresh = (format: FimFormat, prompt: Prompt['prompt'], before: string, after: string) =>
    prompt === format.prompt(before, frozen(after));

  it('most families have one or the other form', () => {
    assert.ok(typedLast.length >= 6 && suffixFirst.length >= 4);
  });

  for (const format of typedLast) {
    it(`${format.family}: for twelve lines only what was typed is new, and it stands last`, () => {
      const prompts = new Prompts();
      let before = upTo;
      let previous = promptAt(prompts, format, `${before}█${below}`);
      assert.ok(isFresh(format, previous, before, below));
      for (const character of 'call(items);\n'.repeat(12)) {
        before += character;
        const prompt = promptAt(prompts, format, `${before}█${below}`);
        assert.equal(prompt, previous + character);
        previous = prompt;
      }
      before += 'x\n';
      assert.ok(
        isFresh(format, promptAt(prompts, format, `${before}█${below}`), before, below),
        'then the anchor moves',
      );
    });

    it(`${format.family}: deleting within what was typed keeps the start, deleting more does not`, () => {
      const prompts = new Prompts();
      const start = promptAt(prompts, format, `${upTo}█${below}`);
      promptAt(prompts, format, `${upTo}call(█${below}`);
      assert.equal(promptAt(prompts, format, `${upTo}ca█${below}`), `${start}ca`);
      const less = upTo.slice(0, -2);
      assert.ok(isFresh(format, promptAt(prompts, format, `${less}█${below}`), less, below));
    });

    for (const [what, marked, change] of [
      ['an edit above', `// new\n${upTo}call(█${below}`, {}],
      ['another file', `${upTo}call(█${below}`, { uri: 'file:///other.ts' }],
      ['another text below', `${upTo}call(█${below}more();\n`, {}],
    ] as const) {
      it(`${format.family}: ${what} moves the anchor`, () => {
        const prompts = new Prompts();
        promptAt(prompts, format, `${upTo}█${below}`);
        const [before = '', after = ''] = marked.split('█');
        assert.ok(isFresh(format, promptAt(prompts, format, marked, change), before, after));
      });
    }

    it(`${format.family}: brackets that the editor closes do not move it`, () => {
      const prompts = new Prompts();
      const start = promptAt(prompts, format, `${upTo}█\nnext();`);
      assert.equal(promptAt(prompts, format, `${upTo}call(█)\nnext();`), `${start}call(`);
      assert.equal(promptAt(prompts, format, `${upTo}call([█])\nnext();`), `${start}call([`);
    });
  }

  for (const format of suffixFirst) {
    it(`${format.family}: it grows only at the end of the text before the cursor`, () => {
      const form = format.suffixFirst ?? format.prompt;
      const tail = form('\ue000', '').split('\ue000')[1] ?? '';
      assert.ok(!tail.includes('\n') || format.family === 'glm', 'only a marker stands behind it');
      const prompts = new Prompts();
      let before = upTo;
      let previous = promptAt(prompts, format, `${before}█${below}`);
      for (const character of 'call(items);\n'.repeat(30)) {
        before += character;
        const prompt = promptAt(prompts, format, `${before}█${below}`);
        assert.equal(prompt, `${previous.slice(0, previous.length - tail.length)}${character}${tail}`);
        previous = prompt;
      }
    });
  }
});

describe('prose', () => {
  const prose = (marked: string, way: FimWay, languageId = 'markdown') =>
    new Prompts().for(at(marked, { languageId }), way, most);
  const suffix: FimWay = { way: 'suffix' };

  it('where nothing follows, the text itself is the prompt, whatever the model', () => {
    for (const below of ['', ' \n\n']) {
      for (const way of [suffix, ...fimFormats.map((format): FimWay => ({ way: 'raw', format }))]) {
        const { stop, ...asked } = prose(`The model █${below}`, way);
        assert.deepEqual(asked, { raw: true, prompt: 'The model ', layout: 'plain' });
        assert.deepEqual(stop, [...(way.way === 'raw' ? way.format.stop : []), '\n\n']);
      }
    }
  });

  it('where something follows, it is laid out as code is, and ends with the paragraph', () => {
    for (const format of fimFormats) {
      const asked = prose('The model █\n\nNext', { way: 'raw', format });
      assert.deepEqual(asked, {
        ...prose('The model █\n\nNext', { way: 'raw', format }, 'typescript'),
        stop: [...format.stop, '\n\n'],
      });
    }
    assert.equal(prose('The model █\n\nNext', suffix).layout, 'suffixField');
  });

  it('an empty text is no prompt of its own: to the engine that means loading the model', () => {
    for (const format of fimFormats) {
      for (const before of ['', '\n']) assert.notEqual(prose(`${before}█`, { way: 'raw', format }).layout, 'plain');
    }
  });

  it('within a block of code, it is code', () => {
    assert.equal(prose('Call it:\n\n```ts\nsum(█', suffix).layout, 'suffixField');
    assert.deepEqual(prose('Call it:\n\n```ts\nsum(█', suffix).stop, []);
  });

  it('while a sentence is typed, each prompt is the one before it and what was typed', () => {
    const prompts = new Prompts();
    let before = 'Hearth is local. ';
    for (const character of 'It needs no cloud. It is quick.') {
      before += character;
      assert.equal(prompts.for(at(`${before}█`, { languageId: 'markdown' }), suffix, most).prompt, before);
    }
  });
});
