import assert from 'node:assert/strict';
import { declarationAt } from '../../../../src/completion/recent/declaration.ts';
import { linesOf } from './pieces.ts';

/** The declaration that begins on the first line of a text. */
function declared(text: string): string {
  const lines = text.split('\n');
  const { first, last } = declarationAt(linesOf(...lines), 0);
  return lines.slice(first, last + 1).join('\n');
}

describe('the lines of a declaration', () => {
  for (const [what, text] of [
    ['one line', 'const one = 1;'],
    ['a function', 'function one() {\n  return 1;\n}'],
    ['a function with blank lines', 'function one() {\n  let a;\n\n  return a;\n}'],
    ['parameters over several lines', 'function one(\n  a: string,\n): string {\n  return a;\n}'],
    ['Python', 'def one(a):\n    return a'],
    ['Ruby', 'def one(a)\n  a\nend'],
    ['an indented one', '  one() {\n    return 1;\n  }'],
  ] as const) {
    it(what, () => {
      assert.equal(declared(text), text);
      const next = `\n\n${/^ */.exec(text)?.[0]}another one\n`;
      assert.equal(declared(`${text}${next}`), text, 'and nothing of the next one');
    });
  }

  it('no more than forty', () => assert.equal(declared(`class A {\n${'  a();\n'.repeat(99)}}`).split('\n').length, 40));
});
