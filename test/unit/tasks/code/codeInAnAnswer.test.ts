import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeOf } from '../../../../src/tasks/code/codeAnswer.ts';

const code = (answer: string, original: string) => {
  const read = codeOf(answer, original, true);
  return read.kind === 'code' ? read.code : read.why;
};

describe('the code in an answer', () => {
  const original = '  if (a) {\n    b();\n  }\n';

  for (const [how, answer] of [
    ['in a fence', '```ts\n  if (a) {\n    c();\n  }\n```'],
    ['without a fence', '  if (a) {\n    c();\n  }'],
    ['with words around it', 'Here you are:\n\n```ts\n  if (a) {\n    c();\n  }\n```\n\nI changed `b`.'],
    ['after thinking aloud', '<think>\n```\nno\n```\n</think>\n```ts\n  if (a) {\n    c();\n  }\n```'],
    ['without the indentation all lines share', '```ts\nif (a) {\n  c();\n}\n```'],
    ['in a list, indented', '1. So:\n   ```ts\n     if (a) {\n       c();\n     }\n   ```'],
    ['beside a shorter block', '```sh\nnpm i\n```\n\n```ts\n  if (a) {\n    c();\n  }\n```'],
    ['in a longer fence, with a fence in it', '````ts\n  if (a) {\n    c();\n  }\n````'],
    ['with other line ends', '```ts\r\n  if (a) {\r\n    c();\r\n  }\r\n```'],
    ['with blank lines around it', '```ts\n\n  if (a) {\n    c();\n  }\n\n\n```'],
  ] as const) {
    it(`comes ${how}`, () => assert.equal(code(answer, original), '  if (a) {\n    c();\n  }\n'));
  }

  it('is not taken when its end is missing', () => {
    assert.deepEqual(codeOf('```ts\nif (a) {', original, true), { kind: 'none', why: 'cut' });
    assert.deepEqual(codeOf('if (a) {', original, false), { kind: 'none', why: 'cut' });
  });

  it('is not there in an empty answer', () => {
    for (const answer of ['', ' \n', '```\n```', '<think>hm</think>']) assert.equal(code(answer, original), 'empty');
  });

  it('given back unchanged is unchanged, to the byte', () => {
    const line = fc.stringMatching(/^[ \t]{0,4}[a-z(){};🙂]{0,6}$/u);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        fc.pre(text.trim() !== '');
        assert.equal(code(`\`\`\`\n${text}\n\`\`\``, text), text);
        assert.equal(code(text, text), text);
      }),
    );
  });
});
