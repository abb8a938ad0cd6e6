import assert from 'node:assert/strict';
import fc from 'fast-check';
import { endOf, extentAt } from '../../../src/completion/extent.ts';
import { cursor } from '../../fakes/cursor.ts';

/** What is taken of an answer at `█` before the engine is told to stop; with `more: true` it could still go on. */
function check(place: string, answer: string, taken: string, { more = false } = {}): void {
  const { text, complete } = grown(place, [...answer]);
  assert.equal(text, taken);
  assert.equal(!complete, more);
}

/** An answer that arrives piece by piece, until there is enough of it. */
function grown(place: string, pieces: readonly string[]): { text: string; complete: boolean } {
  const extent = extentAt(cursor(place));
  let text = '';
  for (const piece of pieces) {
    text += piece;
    const end = endOf(text, extent);
    if (end !== undefined) return { text: text.slice(0, end), complete: true };
  }
  return { text, complete: false };
}

describe('how far a suggestion goes', () => {
  it('to the end of the line, in the middle of one', () => {
    check('const total = █;', 'sum(items)\nconst next = 1;', 'sum(items)');
    check('const total = █', 'sum(items);\nnext();', 'sum(items);');
    check('const total = █', 'sum(it', 'sum(it', { more: true });
  });

  it('over the block that a bracket opens, with its closing line', () => {
    check('function f() {█', '\n  a();\n  b();\n}\nnext();\n', '\n  a();\n  b();\n}');
    check('const a = [█', '\n  1,\n  2,\n];\nnext();\n', '\n  1,\n  2,\n];');
    check('items.map((item) =>█', '\n  item.price,\n);\nnext();\n', '\n  item.price,\n);');
  });

  it('over the block that a colon opens in Python, until it is indented less', () => {
    check('def f(x):█', '\n    return x\n\nprint(f(1))\n', '\n    return x\n');
    check('class A:\n    def f(self):█', '\n        return 1\n\n    def g(self):\n', '\n        return 1\n');
  });

  it('over the block in which an empty, indented line stands', () => {
    check('def f(x):\n    █', 'y = x\n    return y\nprint(1)\n', 'y = x\n    return y');
    check('{\n\t█', 'a();\n\tb();\n}\nc();\n', 'a();\n\tb();\n}');
  });

  it('one line on an empty line at the margin', () => {
    check('a();\n█', 'b();\nc();\n', 'b();');
  });

  it('up to the line that stands below', () => {
    check('if (a) {\n  █\n  done();\n}', 'b();\n  done();\n  more();\n', 'b();');
    check('function f() {█\n}\n', '\n  a();\n}\n', '\n  a();');
    check('def f():\n    █\n\n\n    return x\n', 'x = 1\n    return x\n', 'x = 1');
  });

  it('not on and on: the third time the same line is said ends it', () => {
    check('function f() {\n  █', 'a();\n  a();\n  a();\n  a();\n', 'a();\n  a();\n  a();');
    check('function f() {█', '\n  a();\n  a();\n  a();\n  a();\n', '\n  a();\n  a();');
  });

  it('no more than twelve lines', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `  line${index}();`);
    check('function f() {█', `\n${lines.join('\n')}\n`, `\n${lines.slice(0, 12).join('\n')}`);
  });

  it('no more than 8 KB', () => {
    const line = `\n  ${'x'.repeat(3000)};`;
    check('function f() {█', line + line.replace('x', 'y') + line, line + line.replace('x', 'y'));
  });

  it("with Windows' line ends too", () => {
    check('if (a) {\n  █\n  done();\n}', 'b();\r\n  done();\r\n', 'b();\r');
  });

  it('is always a start of what was said, however it arrives', () => {
    const place = fc.constantFrom('a = █', 'f(█);', 'f() {█\n}', 'def f():█', '  █\n  x', 'x =>█');
    const piece = fc.constantFrom('a', '\n', '  ', '{', '}', 'x', '\r\n', '\t', ';');
    fc.assert(
      fc.property(place, fc.array(piece, { maxLength: 60 }), (marked, pieces) => {
        const inPieces = grown(marked, pieces);
        assert.ok(pieces.join('').startsWith(inPieces.text));
        assert.deepEqual(grown(marked, [pieces.join('')]), inPieces);
      }),
    );
  });
});
