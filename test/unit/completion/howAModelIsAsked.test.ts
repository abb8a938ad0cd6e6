import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FimPlace, fimFor, fimFormats, whyNoFim } from '../../../src/completion/fim.ts';
import { loadCatalogue } from '../../../src/models/catalogue.ts';
import { stated } from './fimTable.ts';

const catalogue = await loadCatalogue();

/** The way to ask a model, as the family's name or the word `suffix`. */
function way(model: string, capabilities: readonly string[] = ['completion']): string | undefined {
  const found = fimFor(model, capabilities);
  return found?.way === 'raw' ? found.format.family : found?.way;
}

/** The exact text on the wire for `sum(█)` in each family, and with the text after the cursor first where there is such a form. */
const wire: Readonly<Record<string, readonly [prompt: string, suffixFirst?: string]>> = {
  qwen: ['<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>'],
  deepseek: ['<\uff5cfim\u2581begin\uff5c>sum(<\uff5cfim\u2581hole\uff5c>)<\uff5cfim\u2581end\uff5c>'],
  codellama: ['<PRE> sum( <SUF>) <MID>', '<PRE> <SUF>) <MID> sum('],
  starcoder2: ['<fim_prefix>sum(<fim_suffix>)<fim_middle>'],
  starcoder1: ['<fim_prefix>sum(<fim_suffix>)<fim_middle>'],
  'granite-code': ['<fim_prefix>sum(<fim_suffix>)<fim_middle>'],
  codegemma: ['<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>'],
  codestral: ['[SUFFIX])[PREFIX]sum(', '[SUFFIX])[PREFIX]sum('],
  granite4: ['<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>'],
  seed: ['<[fim-suffix]>)<[fim-prefix]>sum(<[fim-middle]>', '<[fim-suffix]>)<[fim-prefix]>sum(<[fim-middle]>'],
  mellum: ['<fim_suffix>)<fim_prefix>sum(<fim_middle>', '<fim_suffix>)<fim_prefix>sum(<fim_middle>'],
  glm: [
    '<|user|>\n###PATH:untitled\n###LANGUAGE:\n###MODE:BLOCK\n' +
      '<|code_suffix|>)<|code_prefix|>sum(<|code_middle|><|assistant|>\n',
    '<|user|>\n###PATH:untitled\n###LANGUAGE:\n###MODE:BLOCK\n' +
      '<|code_suffix|>)<|code_prefix|>sum(<|code_middle|><|assistant|>\n',
  ],
  'tiny-demo': ['<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>', '<|fim_prefix|><|fim_suffix|>)<|fim_middle|>sum('],
};

const place: FimPlace = {
  path: 'src/b.ts',
  languageId: 'typescript',
  repository: 'shop',
  others: [
    { path: 'src/a.ts', text: 'a();\n' },
    { path: 'c.ts', text: 'c();' },
  ],
};

/** The exact text on the wire for `sum(█)` in a place, in the families that document files. */
const wireInPlace: Readonly<Record<string, string>> = {
  qwen:
    '<|repo_name|>shop\n<|file_sep|>src/a.ts\na();\n<|file_sep|>c.ts\nc();\n<|file_sep|>src/b.ts\n' +
    '<|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>',
  starcoder2:
    '<repo_name>shop<file_sep>src/a.ts\na();\n<file_sep>c.ts\nc();<file_sep>' +
    '<fim_prefix>src/b.ts\nsum(<fim_suffix>)<fim_middle>',
  codegemma: 'a();\n<|file_separator|>c();<|file_separator|><|fim_prefix|>sum(<|fim_suffix|>)<|fim_middle|>',
  codestral: '[SUFFIX])[PREFIX]+++++ src/a.ts\na();\n\n\n+++++ c.ts\nc();\n\n+++++ src/b.ts\nsum(',
  mellum:
    '<filename>src/a.ts\na();\n<filename>c.ts\nc();\n<filename>src/b.ts\n<fim_suffix>)<fim_prefix>sum(<fim_middle>',
  glm:
    '<|user|>\n###REFERENCE:\n###PATH:src/a.ts\na();\n###REFERENCE:\n###PATH:c.ts\nc();\n' +
    '###PATH:src/b.ts\n###LANGUAGE:TypeScript\n###MODE:BLOCK\n' +
    '<|code_suffix|>)<|code_prefix|>sum(<|code_middle|><|assistant|>\n',
};

/** Markers at which an answer ends and which stand in none of the family's own prompts, each with what it is. */
const endMarkers: Readonly<Record<string, string>> = {
  '<|endoftext|>': 'end of text',
  '<|end_of_text|>': 'end of text',
  '<\uff5cend\u2581of\u2581sentence\uff5c>': 'end of text',
  '<[end\u2581of\u2581sentence]>': 'end of text',
  '<eos>': 'end of text',
  '<EOT>': 'end of the middle',
  '<end_of_turn>': 'end of a turn',
  '<|im_start|>': 'start of a turn',
  '<|im_end|>': 'end of a turn',
  '<|fim_pad|>': 'padding',
};

/** The stated families that the table leaves out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  zeta2: 'it rewrites a marked region and answers with the whole of it',
  sweep: 'it rewrites a window of 21 lines and has no markers for a middle',
  'falcon-h1-coder': 'only its tokens are stated: neither their order nor where it ends',
};

/** What is stated of a family that is in the table, and not used, and why. */
const unused: Readonly<Record<string, string>> = {
  'starcoder2 SPM': 'no source has its exact text',
  'glm PSM': 'an editor has it for GLM-4, the makers of CodeGeeX4 do not',
  'starcoder1 repo': 'not confirmed for the models that took these markers over',
  'starcoder1 file': 'not confirmed for the models that took these markers over',
  'qwen pad': 'fills training batches: it only stops',
  'starcoder2 pad': 'fills training batches',
  'starcoder1 pad': 'fills training batches',
  'granite4 pad': 'fills training batches: it only stops',
  'codellama eot': 'ends an answer: it only stops',
};

/** Stated models that are not asked by their family's markers, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'deepseek-coder-v2:16b': 'the instruct model: only base checkpoints are trained to fill in',
};

/** Names of ours for a part of a stated family. */
const statedAs: Readonly<Record<string, string>> = { 'granite-code': 'starcoder1' };

/** Which family a name belongs to. */
const names: Readonly<Record<string, string | undefined>> = {
  'qwen2.5-coder': 'qwen',
  'qwen2.5-coder:latest': 'qwen',
  'qwen2.5-coder:1.5b-base': 'qwen',
  'qwen2.5-coder:7b-instruct-q4_K_M': 'qwen',
  'Qwen2.5-Coder:0.5B': 'qwen',
  'someone/qwen2.5-coder:3b': 'qwen',
  'registry.example:5000/someone/qwen2.5-coder:3b': 'qwen',
  'deepseek-coder:1.3b-base-q4_0': 'deepseek',
  'codellama:code': 'codellama',
  'codellama:7b-code': 'codellama',
  'codellama:13b-code-q4_0': 'codellama',
  'starcoder2:3b': 'starcoder2',
  starcoder2: 'starcoder2',
  'stable-code:3b-code-q4_0': 'starcoder1',
  'codegemma:2b': 'codegemma',
  'codestral:latest': 'codestral',
  'codestral:22b-v0.1-q4_0': 'codestral',
  'granite4:latest': 'granite4',
  'JetBrains/Mellum-4b-sft-python': 'mellum',
  'tiny-demo:latest': 'tiny-demo',

  // They share part of a name, or were not trained to fill in.
  'qwen2.5:1.5b': undefined,
  'qwen2.5-coder-extra:1b': undefined,
  'my-qwen2.5-coder:1b': undefined,
  'qwen2.5-coder/other:1b': undefined,
  'qwen3-coder-next:latest': undefined,
  'deepseek-coder': undefined,
  'deepseek-coder:6.7b': undefined,
  'deepseek-coder:6.7b-baseline': undefined,
  'deepseek-coder-v2:236b-base': undefined,
  codellama: undefined,
  'codellama:7b': undefined,
  'codellama:7b-instruct': undefined,
  'codellama:34b-code': undefined,
  'codellama:7b-codex': undefined,
  'starcoder2:15b-instruct': undefined,
  'starcoder2:instruct': undefined,
  'starcoder:3b': undefined,
  'stable-code:latest': undefined,
  'stable-code:instruct': undefined,
  'codegemma:7b': undefined,
  'codegemma:instruct': undefined,
  'codeqwen:chat': undefined,
  'granite-code:3b': undefined,
  'granite-code:8b-instruct': undefined,
  'mamba-codestral:7b': undefined,
  'llama3.2:3b': undefined,
  'constructor:latest': undefined,
  '': undefined,
};

describe('how a model is asked for the text in the middle', () => {
  for (const format of fimFormats) {
    const { family } = format;
    const source = stated.families[statedAs[family] ?? family];
    const forms = [format.prompt, ...(format.suffixFirst ? [format.suffixFirst] : [])];

    it(`${family}: exactly in its own markers`, () => {
      const [prompt, suffixFirst] = wire[family] ?? [];
      assert.equal(format.prompt('sum(', ')'), prompt);
      assert.equal(format.suffixFirst?.('sum(', ')'), suffixFirst);
    });

    it(`${family}: other files stand where its sources put them, or nowhere`, () => {
      assert.equal(format.prompt('sum(', ')', place), wireInPlace[family] ?? wire[family]?.[0]);
      assert.equal(format.namesFiles, family in wireInPlace);
      if (format.suffixFirst && !format.namesFiles)
        assert.equal(format.suffixFirst('sum(', ')', place), wire[family]?.[1]);
    });

    it(`${family}: every marker stops, and every stop is a marker of its own or a known end`, () => {
      const prompt = `${format.prompt('', '')}${format.prompt('a', 'b', place)}`;
      for (const [name, marker] of Object.entries(source?.tokens ?? {})) {
        if (marker === null || !['prefix', 'suffix', 'middle'].includes(name)) continue;
        assert.ok(prompt.includes(marker), `${marker} is not in the prompt`);
        assert.ok(format.stop.includes(marker), `${marker} does not stop`);
      }
      for (const stop of format.stop) {
        // The demo model knows files, but is better without.
        const known =
          prompt.includes(stop) || stop in endMarkers || (family === 'tiny-demo' && stop === '<|file_sep|>');
        assert.ok(known, `${stop} is not of ${family}`);
      }
      assert.equal(new Set(format.stop).size, format.stop.length);
    });

    it(`${family}: the text goes in as it is, before and after once each, in every form`, () => {
      const text = fc.string({ unit: 'grapheme', minLength: 1 });
      fc.assert(
        fc.property(text, text, fc.option(fc.constant(place), { nil: undefined }), (before, after, there) => {
          for (const form of forms) {
            const empty = form('', '\n', there).length - 1;
            const prompt = form(before, after, there);
            assert.equal(prompt.length, empty + before.length + after.length);
            assert.ok(prompt.includes(before) && prompt.includes(after));
          }
        }),
      );
    });

    it(`${family}: its order is one it has, and what is typed can be put behind the prompt only where that is said`, () => {
      if (format.preferred === 'suffixFirst') assert.ok(format.suffixFirst);
      const middle = family === 'tiny-demo' ? '<|fim_middle|>' : source?.tokens.middle;
      assert.equal(format.middleLast, Boolean(middle) && format.prompt('a', 'b').endsWith(middle ?? ''));
    });

    it(`${family}: is as the sources state it`, () => {
      if (family === 'tiny-demo') return assert.equal(source, undefined);
      assert.ok(source?.template && source.orders);
      const template = source.template
        .replace('{path}', 'src/b.ts')
        .replace('{lang}', 'TypeScript')
        .replace('{suffix}', ')')
        .replace('{prefix}', 'sum(');
      const here = family === 'glm' ? { ...place, others: [] } : undefined;
      assert.equal(format.prompt('sum(', ')', here), template);
      assert.equal(source.orders[0] === 'SPM', format.preferred === 'suffixFirst');
      if (source.stop) assert.deepEqual([...format.stop].sort(), [...source.stop].sort());
    });
  }

  it('every family stands in the wire tables', () => {
    assert.deepEqual(fimFormats.map(({ family }) => family).sort(), Object.keys(wire).sort());
    assert.deepEqual(
      Object.keys(wireInPlace).filter((family) => !(family in wire)),
      [],
    );
  });

  it('every stated family is in the table, or left out for a reason', () => {
    const ours = fimFormats.map(({ family }) => statedAs[family] ?? family);
    for (const family of Object.keys(stated.families)) {
      assert.notEqual(ours.includes(family), family in leftOut, family);
    }
  });

  it('every stated order and token of a family in the table is used, or not for a reason', () => {
    const seen: string[] = [];
    for (const [family, { orders, tokens }] of Object.entries(stated.families)) {
      const format = fimFormats.find((one) => one.family === family);
      if (!format) continue;
      const first = format.prompt === format.suffixFirst ? 'SPM' : 'PSM';
      const ours = [first, ...(format.suffixFirst ? ['SPM'] : [])];
      seen.push(...(orders ?? []).filter((order) => !ours.includes(order)).map((order) => `${family} ${order}`));
      const prompt = format.prompt('a', 'b', place);
      for (const [name, token] of Object.entries(tokens)) {
        if (token !== null && !prompt.includes(token)) seen.push(`${family} ${name}`);
      }
    }
    assert.deepEqual(seen.sort(), Object.keys(unused).sort());
  });

  it('the demo model never sees an empty suffix', () => {
    const demo = fimFormats.find(({ family }) => family === 'tiny-demo');
    assert.equal(demo?.prompt('a', ''), '<|fim_prefix|>a<|fim_suffix|>\n<|fim_middle|>');
    assert.equal(demo?.suffixFirst?.('a', ''), '<|fim_prefix|><|fim_suffix|>\n<|fim_middle|>a');
  });

  for (const [name, family] of Object.entries(names)) {
    it(`${name || 'no name'}: ${family ?? 'not by our own markers'}`, () => assert.equal(way(name), family));
  }

  for (const { name, fim } of stated.completionModels) {
    const family = fim === null || fim in leftOut || name in exceptions ? undefined : fim;
    it(`the stated ${name}: ${family ?? 'not by our own markers'}`, () => {
      const found = way(name);
      assert.equal(found === undefined ? undefined : (statedAs[found] ?? found), family);
    });
  }

  it('no model that is stated for tasks alone is asked to fill in', () => {
    const completing = stated.completionModels.map(({ name }) => name);
    const others = catalogue.models.flatMap(({ name }) => (completing.includes(name) ? [] : [name]));
    assert.ok(others.length > 30);
    for (const name of others) assert.equal(way(name), undefined, name);
  });

  it('an unknown model that can insert is asked by the suffix, a known one by its markers all the same', () => {
    assert.equal(way('granite-code:3b', ['completion', 'insert']), 'suffix');
    assert.equal(way('qwen2.5-coder:1.5b', ['completion', 'insert']), 'qwen');
    assert.equal(way('granite-code:3b', ['completion', 'tools']), undefined);
  });

  it('why a model cannot: its variant was not trained, or nobody knows it', () => {
    const reasons: Readonly<Record<string, ReturnType<typeof whyNoFim>>> = {
      'codellama:7b-instruct': 'notTrained',
      'deepseek-coder-v2:16b': 'notTrained',
      'yi-coder:1.5b-base': 'notTrained',
      'sweepai/sweep-next-edit-1.5B': 'notTrained',
      'llama3.2:3b': 'unknownFamily',
      'granite4.1:3b': 'unknownFamily',
      'constructor:latest': 'unknownFamily',
      'qwen2.5-coder:7b': undefined,
    };
    for (const [name, reason] of Object.entries(reasons)) assert.equal(whyNoFim(name, ['completion']), reason, name);
    assert.equal(whyNoFim('codellama:7b-instruct', ['completion', 'insert']), undefined);
  });
});
