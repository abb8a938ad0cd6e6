import assert from 'node:assert/strict';
import { type FimFormat, fimFor, fimFormats } from '../../../../src/completion/fim.ts';
import { Prompts } from '../../../../src/completion/prompts.ts';
import type { NearbyPiece } from '../../../../src/completion/recent/piece.ts';
import { othersRoom } from '../../../../src/completion/recent/room.ts';
import { commonPrefix, tokenize } from '../../../bench/physics/tokens.ts';
import { at } from '../places.ts';
import { functionNamed, pathsOf, piece } from './pieces.ts';

const most = 6000;
const a = piece('src/a.ts', functionNamed('a'));
const b = piece('src/b.ts', functionNamed('b'));

const promptAt = (prompts: Prompts, format: FimFormat, marked: string, others: readonly NearbyPiece[]) =>
  prompts.for(at(marked), { way: 'raw', format }, most, others);

describe('pieces of other files in a prompt', () => {
  it('exactly as the makers of Qwen2.5-Coder put them', () => {
    const way = fimFor('qwen2.5-coder:1.5b-base', []);
    assert.ok(way);
    const { prompt, others } = new Prompts().for(at('sum(█)'), way, most, [a, b]);
    assert.equal(
      prompt,
      '<|repo_name|>project\n' +
        '<|file_sep|>src/a.ts\nexport function a(items) {\n  return aOf(items);\n}\n' +
        '<|file_sep|>src/b.ts\nexport function b(items) {\n  return bOf(items);\n}\n' +
        '<|file_sep|>src/total.ts\n<|fim_prefix|>sum(<|fim_suffix|><|fim_middle|>',
    );
    assert.deepEqual(others, [a, b]);
  });

  it('without a name of a repository where there is no folder', () => {
    const way = fimFor('qwen2.5-coder:1.5b-base', []);
    assert.ok(way);
    for (const [uri, path] of [
      ['untitled:Untitled-1', 'Untitled-1'],
      ['file:///home/me/total.ts', '/home/me/total.ts'],
      ['file:///my%20project/src/total.ts', 'src/total.ts'],
    ] as const) {
      const cursor = at('sum(█)');
      const { prompt } = new Prompts().for({ ...cursor, origin: { ...cursor.origin, uri, path } }, way, most, [a]);
      assert.ok(prompt.startsWith('<|file_sep|>src/a.ts\n'), prompt);
    }
  });

  it('none in a prompt of the engine’s own making', () => {
    const asked = new Prompts().for(at('sum(█)'), { way: 'suffix' }, most, [a]);
    assert.deepEqual(asked, { raw: false, prompt: 'sum(', suffix: '\n', layout: 'suffixField', stop: [] });
  });

  for (const format of fimFormats.filter(({ namesFiles }) => !namesFiles)) {
    it(`${format.family}: none, since nothing says how it wants them`, () => {
      const { prompt, others } = promptAt(new Prompts(), format, 'sum(█)', [a]);
      assert.equal(prompt, promptAt(new Prompts(), format, 'sum(█)', []).prompt);
      assert.equal(others, undefined);
      assert.equal(othersRoom({ name: '', contextTokens: 8192, way: { way: 'raw', format } }, 4000, 256), 0);
    });
  }

  for (const format of fimFormats.filter(({ namesFiles }) => namesFiles)) {
    const tail = format.prompt('\ue000', '').split('\ue000')[1] ?? '';

    it(`${format.family}: at the next key only what was typed is new`, () => {
      const prompts = new Prompts();
      let before = 'const total = ';
      let previous = promptAt(prompts, format, `${before}█\nnext();`, [a, b]).prompt;
      assert.ok(previous.includes(a.text) && previous.includes(b.text));
      for (const character of 'call(items);\n'.repeat(3)) {
        before += character;
        const { prompt } = promptAt(prompts, format, `${before}█\nnext();`, [a, b]);
        const isSuffixFirst = format.preferred === 'suffixFirst';
        assert.equal(
          prompt,
          isSuffixFirst
            ? `${previous.slice(0, previous.length - tail.length)}${character}${tail}`
            : previous + character,
        );
        previous = prompt;
      }
    });

    it(`${format.family}: one more behind them leaves what the engine has read of the others`, () => {
      const prompts = new Prompts();
      const before = tokenize(promptAt(prompts, format, 'const total = █', [a]).prompt);
      const after = tokenize(promptAt(prompts, format, 'const total = █', [a, b]).prompt);
      const untilA = tokenize(promptAt(new Prompts(), format, '█', [a]).prompt.split(a.text)[0] ?? '');
      assert.ok(commonPrefix(before, after) >= untilA.length + tokenize(a.text).length - 1);
    });

    it(`${format.family}: other pieces move the anchor, and nothing of the old ones is left`, () => {
      const prompts = new Prompts();
      promptAt(prompts, format, 'const total = █', [a]);
      promptAt(prompts, format, 'const total = call(█', [a]);
      const { prompt } = promptAt(prompts, format, 'const total = call(█', [b]);
      assert.equal(prompt, promptAt(new Prompts(), format, 'const total = call(█', [b]).prompt);
      assert.ok(!prompt.includes(a.text));
    });

    it(`${format.family}: a piece that speaks of its markers is left out`, () => {
      for (const marker of format.stop) {
        const speaking = piece('src/fim.ts', `export const marker = ${marker};\n`);
        const { prompt, others } = promptAt(new Prompts(), format, 'sum(█)', [speaking, a]);
        assert.deepEqual(pathsOf(others ?? []), ['src/a.ts']);
        assert.ok(!prompt.includes(speaking.text));
      }
    });

    it(`${format.family}: no more than its context holds`, () => {
      const roomIn = (contextTokens: number) =>
        othersRoom({ name: '', contextTokens, way: { way: 'raw', format } }, 4000, 256);
      assert.equal(roomIn(8192), 4000);
      assert.equal(roomIn(2048), 0);
      assert.equal(roomIn(3000), (3000 - 256) * 3 - 6600);
    });
  }
});
