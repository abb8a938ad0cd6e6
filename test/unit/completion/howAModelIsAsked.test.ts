import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fimFor, fimFormats } from '../../../src/completion/fim.ts';

/** The way to ask a model, as the family's name or the word `suffix`. */
function way(model: string, capabilities: readonly string[] = ['completion']): string | undefined {
  const found = fimFor(model, capabilities);
  return found?.way === 'raw' ? found.format.family : found?.way;
}

/** The exact text on the wire for `sum(█)` in each family. */
const wire: Readonly<Record<string, string>> = {
  'qwen2.5-coder': '<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>',
  codellama: '<PRE> sum( <SUF>) <MID>',
  starcoder2: '<fim_prefix>sum(<fim_suffix>)<fim_middle>',
  'tiny-demo': '<|fim_prefix|><|fim_suffix|>)<|fim_middle|>sum(',
};

/** Which family a name belongs to. */
const names: Readonly<Record<string, string | undefined>> = {
  'qwen2.5-coder': 'qwen2.5-coder',
  'qwen2.5-coder:latest': 'qwen2.5-coder',
  'qwen2.5-coder:1.5b-base': 'qwen2.5-coder',
  'qwen2.5-coder:7b-instruct-q4_K_M': 'qwen2.5-coder',
  'Qwen2.5-Coder:0.5B': 'qwen2.5-coder',
  'someone/qwen2.5-coder:3b': 'qwen2.5-coder',
  'registry.example:5000/someone/qwen2.5-coder:3b': 'qwen2.5-coder',
  'codellama:code': 'codellama',
  'codellama:7b-code': 'codellama',
  'codellama:13b-code-q4_0': 'codellama',
  'starcoder2:3b': 'starcoder2',
  starcoder2: 'starcoder2',
  'tiny-demo:latest': 'tiny-demo',

  // They share part of a name, or were not trained to fill in.
  'qwen2.5:1.5b': undefined,
  'qwen2.5-coder-extra:1b': undefined,
  'my-qwen2.5-coder:1b': undefined,
  'qwen2.5-coder/other:1b': undefined,
  codellama: undefined,
  'codellama:7b': undefined,
  'codellama:7b-instruct': undefined,
  'codellama:34b-code': undefined,
  'codellama:7b-codex': undefined,
  'starcoder2:15b-instruct': undefined,
  'starcoder2:instruct': undefined,
  'starcoder:3b': undefined,
  'llama3.2:3b': undefined,
  '': undefined,
};

describe('how a model is asked for the text in the middle', () => {
  for (const format of fimFormats) {
    it(`${format.family}: exactly in its own markers`, () => {
      assert.equal(format.prompt('sum(', ')'), wire[format.family]);
    });

    it(`${format.family}: every marker of its prompt ends an answer`, () => {
      const markers = format.prompt('', '').match(/<[^<>\s]+>/g) ?? [];
      assert.equal(markers.length, 3);
      for (const marker of markers) assert.ok(format.stop.includes(marker), `${marker} does not stop`);
    });

    it(`${format.family}: its stop markers are of its own kind, and none is twice there`, () => {
      const kind = { 'qwen2.5-coder': /^<\|\w+\|>$/, 'tiny-demo': /^<\|\w+\|>$/, codellama: /^<[A-Z]+>$/ }[
        format.family
      ];
      for (const marker of format.stop) assert.match(marker, kind ?? /^(<\w+>|<\|endoftext\|>)$/);
      assert.equal(new Set(format.stop).size, format.stop.length);
    });

    it(`${format.family}: the text goes in as it is, before and after once each`, () => {
      const text = fc.string({ unit: 'grapheme', minLength: 1 });
      fc.assert(
        fc.property(text, text, (before, after) => {
          const empty = format.prompt('', '\n').length - 1;
          const prompt = format.prompt(before, after);
          assert.equal(prompt.length, empty + before.length + after.length);
          assert.ok(prompt.includes(before) && prompt.includes(after));
        }),
      );
    });
  }

  it('every family stands in the wire table', () => {
    assert.deepEqual(fimFormats.map(({ family }) => family).sort(), Object.keys(wire).sort());
  });

  it('the demo model never sees an empty suffix', () => {
    const demo = fimFormats.find(({ family }) => family === 'tiny-demo');
    assert.equal(demo?.prompt('a', ''), '<|fim_prefix|><|fim_suffix|>\n<|fim_middle|>a');
  });

  for (const [name, family] of Object.entries(names)) {
    it(`${name || 'no name'}: ${family ?? 'not by our own markers'}`, () => assert.equal(way(name), family));
  }

  it('an unknown model that can insert is asked by the suffix, a known one by its markers all the same', () => {
    assert.equal(way('granite-code:3b', ['completion', 'insert']), 'suffix');
    assert.equal(way('qwen2.5-coder:1.5b', ['completion', 'insert']), 'qwen2.5-coder');
    assert.equal(way('granite-code:3b', ['completion', 'tools']), undefined);
  });
});
