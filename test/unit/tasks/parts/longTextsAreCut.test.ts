import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimatedTokens } from '../../../../src/tasks/fit.ts';
import { LongTexts } from '../../../../src/tasks/parts/longTexts.ts';
import { textParts } from '../../../../src/tasks/parts/textParts.ts';
import { excerptOf } from '../excerpts.ts';
import { parse } from './cutting.ts';

const { signal } = new AbortController();

async function cut(
  text: string,
  most: number,
  more: { languageId?: string; declarations?: readonly number[]; known?: readonly string[] } = {},
) {
  const { languageId = 'markdown', ...rest } = more;
  const found = await textParts({ excerpt: excerptOf(text, { languageId }), most, ...rest }, { parse }, signal);
  return found ?? assert.fail('not cut');
}
const texts = (parts: Awaited<ReturnType<typeof cut>>) => parts.map(({ excerpt }) => excerpt.text);

const section = (name: string, words = 60) => `# ${name}\n\n${`${name} says a word. `.repeat(words)}\n\n`;

describe('long texts are cut into parts', () => {
  it('that lie end to end, hold all of it, have room in the model, and know where they stand', async () => {
    const piece = fc.constantFrom(
      'a',
      ' word',
      '\n',
      '\n\n',
      '# Title\n',
      '```\n',
      '日本',
      '🙂',
      '12345 ',
      '  x\n',
      '"""',
    );
    const known = fc.array(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 300 }).map((pieces) => pieces.join('')),
        fc.integer({ min: 12, max: 80 }),
        fc.constantFrom('markdown', 'typescript', 'plaintext'),
        known,
        async (text, most, languageId, earlier) => {
          const whole = earlier.join('') + text;
          const parts = await cut(whole, most, { languageId, known: earlier });
          assert.equal(texts(parts).join(''), whole);
          let at = 0;
          for (const { excerpt, start } of parts) {
            assert.ok(estimatedTokens(excerpt.text) <= most);
            assert.equal(start, at);
            const before = whole.slice(0, at).split('\n');
            const character = before.at(-1)?.length ?? 0;
            assert.deepEqual(excerpt.origin.range.start, { line: 10 + before.length - 1, character });
            at += excerpt.text.length;
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('at headings, as many sections to a part as fit', async () => {
    const text = ['One', 'Two', 'Three', 'Four'].map((name) => section(name)).join('');
    const parts = texts(await cut(text, 900));
    assert.equal(parts.length, 2);
    for (const part of parts) assert.match(part, /^# (One|Two|Three|Four)\n/);
  });

  it('at functions, with the comments above them; a language without an outline at blank lines', async () => {
    const body = '  step();\n\n  another();\n'.repeat(12);
    const code = ['a', 'b', 'c'].map((name) => `/** ${name} */\nfunction ${name}() {\n${body}}\n`).join('');
    const declarations = ['/** b', '/** c'].map((start) => code.indexOf(start));
    const parts = texts(await cut(code, 160, { languageId: 'typescript', declarations }));
    assert.deepEqual(
      parts.map((part) => part.slice(0, 6)),
      ['/** a ', '/** b ', '/** c '],
    );
    const spaced = ['a', 'b', 'c'].map((name) => `function ${name}() {\n${body}}\n\n`).join('');
    for (const part of texts(await cut(spaced, 160, { languageId: 'lua' }))) assert.match(part, /^function/);
  });

  it('where they were cut the last time, so that an edit changes the part it is in and no other', async () => {
    const before = Array.from({ length: 30 }, (_, index) => section(`Chapter${index}`, 40)).join('');
    const parts = texts(await cut(before, 600));
    const after = before.replace('Chapter11 says', 'Chapter11 now really says').replace('Chapter20 says a', 'A');
    const again = texts(await cut(after, 600, { known: parts }));
    const asked = again.filter((part) => !parts.includes(part));
    assert.equal(again.join(''), after);
    assert.equal(asked.length, 2, String(asked.length));
    // What was put in front moves everything, and changes nothing else.
    const moved = texts(await cut(`New beginning.\n\n${before}`, 600, { known: parts }));
    assert.equal(moved.filter((part) => !parts.includes(part)).length, 1);
  });

  it('not at all, where the worker gives no answer', async () => {
    const excerpt = excerptOf('word '.repeat(1000));
    assert.equal(await textParts({ excerpt, most: 100 }, { parse: async () => undefined }, signal), undefined);
  });

  it('remembered for the last four texts', () => {
    const remembered = new LongTexts();
    for (const name of ['a', 'b', 'c', 'd', 'e']) remembered.remember(name, [name]);
    assert.deepEqual(remembered.of('a'), []);
    assert.deepEqual(remembered.of('e'), ['e']);
  });
});
