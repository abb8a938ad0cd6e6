import assert from 'node:assert/strict';
import fc from 'fast-check';
import { trim } from '../../../src/completion/trim.ts';
import { cursor } from '../../fakes/cursor.ts';

/** What is shown at `█` when the model ended by itself with this answer; undefined: nothing. */
function check(place: string, answer: string, shown: string | undefined): void {
  assert.equal(trim(answer, cursor(place), true), shown);
}

/** The same when the model was cut off at the token limit. */
function checkTorn(place: string, answer: string, shown: string | undefined): void {
  assert.equal(trim(answer, cursor(place), false), shown);
}

describe('a suggestion fits its place', () => {
  it('an answer that fits is shown as it is', () => {
    check('const total = █;', 'sum(items)', 'sum(items)');
    check('const total = █', 'sum(items);', 'sum(items);');
    check('const a = 1;\n█\n\nconst b = 2;', 'const c = 3;', 'const c = 3;');
  });

  it('the rest of the line is not said again', () => {
    check('const total = █;', 'sum(items);', 'sum(items)');
    check('foo(█)', 'a, b)', 'a, b');
    check('foo(█);', 'a, b);', 'a, b');
    check('foo(█);', 'a, b)', 'a, b');
    check('console.log("█");', 'hello");', 'hello');
    check('if (█) {', 'a === b) {', 'a === b');
    check('list[█]', 'i]', 'i');
    check('<p class="█">', 'note">', 'note');
  });

  it('but a bracket of its own is kept', () => {
    check('foo(█)', 'bar()', 'bar()');
    check('foo(█);', 'bar()', 'bar()');
    check('foo(█)', 'bar())', 'bar()');
    check('foo(█, b)', 'g(a, b)', 'g(a, b)');
    check('foo(█)', '(x) => { return x; }', '(x) => { return x; }');
    check('{ a: █ }', '{ b: 1 }', '{ b: 1 }');
    check('a[█]', 'b[0]', 'b[0]');
    check('a[█]', 'b[0]]', 'b[0]');
  });

  it('what goes on past the rest of the line is cut there', () => {
    check('foo(█);', 'a); bar();', 'a');
    check('foo(█) {', 'a) { return a; }', 'a');
  });

  it('spaces at the end of the line do not count', () => {
    check('foo(█)   \n', 'a)', 'a');
    check('const a = █  \n', '1;  ', '1;');
  });

  it('lines that stand below are not said again', () => {
    check('if (a) {█\n}\n', '\n  b();\n}', '\n  b();');
    check('if (a) {█\n}\n', '\n  b();\n}\n', '\n  b();');
    check('if (a) {\n  █\n}\nrest();\n', 'b();\n}\nrest();', 'b();');
    check('def f():\n    █\n\nprint(f())\n', 'return 1\n\nprint(f())', 'return 1');
    check('if (a) {█\n}\n', '\n}\n', undefined);
  });

  it('lines that stand further below do not count', () => {
    check('a();\n█\nb();\nc();\n', 'x();\nc();', 'x();\nc();');
  });

  it('the line above is not said again', () => {
    check('total += price;\n█', 'total += price;', undefined);
    check('  total += price;\n  to█', 'tal += price;', undefined);
    check('}\n█', '}', '}');
    check('total += price;\n█', 'total += price;\ntotal += tax;', 'total += price;\ntotal += tax;');
  });

  it('nothing, blanks and newlines are nothing', () => {
    for (const answer of ['', ' ', '\n', '\t\n  ', '\u200b', '\r\n']) check('const a = █', answer, undefined);
    check('foo(█)', ')', undefined);
  });

  it('a torn last line of several is dropped, a torn single line is kept', () => {
    checkTorn('function f() {█', '\n  a();\n  b();\n  ret', '\n  a();\n  b();');
    checkTorn('const total = █', 'sum(items.map(', 'sum(items.map(');
    checkTorn('function f() {█', '\n  retu', '\n  retu');
  });

  it('hidden characters are not smuggled in', () => {
    check('const a = █', '1\u202e; // 2', '1; // 2');
    check('const a = █', 'b\u200bc', 'bc');
    check('const a = █', '"a\u{e0041}b"', '"ab"');
    check('const a = █', '"👩‍🚀"', '"👩‍🚀"');
  });

  it("Windows' line ends become the editor's own", () => {
    check('if (a) {█', '\r\n  b();\r\n}', '\n  b();\n}');
    check('foo(█);', 'a);\r\n', 'a');
  });

  it('whatever the model says, only a start of it is shown, and no blank end', () => {
    const piece = fc.constantFrom('a', ' ', '\n', '(', ')', ';', '{', '}', '  ', 'foo', '"', ',');
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (before, after, answer, whole) => {
        const shown = trim(answer, { before, after }, whole);
        if (shown === undefined) return;
        assert.ok(answer.startsWith(shown));
        assert.notEqual(shown.trim(), '');
        assert.equal(shown, shown.trimEnd());
      }),
    );
  });
});
