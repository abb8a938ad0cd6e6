import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stillAgrees, TypedThrough } from '../../../src/completion/typedThrough.ts';
import { at } from './places.ts';

/** What is left of a suggestion made at the first place when the cursor is at the second. */
function check(made: string, suggestion: string, now: string, left: string | undefined): void {
  const known = new TypedThrough();
  known.keep(at(made), suggestion, 'coder');
  assert.deepEqual(known.find(at(now)), left === undefined ? undefined : { text: left, model: 'coder' });
}

describe('typing along a suggestion', () => {
  it('what is typed as suggested is taken off it', () => {
    check('const total = █;', 'sum(items)', 'const total = █;', 'sum(items)');
    check('const total = █;', 'sum(items)', 'const total = su█;', 'm(items)');
    check('const total = █;', 'sum(items)', 'const total = sum(items█;', ')');
  });

  it('nothing is left when all is typed, or something else', () => {
    check('const total = █;', 'sum(items)', 'const total = sum(items)█;', undefined);
    check('const total = █;', 'sum(items)', 'const total = sub█;', undefined);
    check('const total = █;', 'sum(items)', 'const total = sum(items) █;', undefined);
    check('const total = █;', 'sum(items)  ', 'const total = sum(items)█;', undefined);
  });

  it('deleting what was typed brings it back, deleting more does not', () => {
    check('const total = █;', 'sum(items)', 'const total = █;', 'sum(items)');
    check('const total = █;', 'sum(items)', 'const total =█;', undefined);
  });

  it('over newlines and the indentation that the editor adds', () => {
    check('if (a) {█\n}', '\n  b();\n  c();', 'if (a) {\n  █\n}', 'b();\n  c();');
    check('if (a) {█\n}', '\n  b();\n  c();', 'if (a) {\n  b();\n  █\n}', 'c();');
    check('if (a) {█\n}', '\n  b();', 'if (a) {\n    █\n}', undefined);
    check('if (a) {█\n}', '\n\n  b();', 'if (a) {\n\n█\n}', '  b();');
    check('if (a) {█\n}', '\r\n  b();', 'if (a) {\n  █\n}', undefined);
  });

  it('not where the line before or the rest of the line has changed', () => {
    check('const total = █;', 'sum(items)', 'const totals = █;', undefined);
    check('const total = █;', 'sum(items)', 'const total = █);', undefined);
    check('a\nb = █', 'c', 'x\nb = █', undefined);
    check('a\nb = █', 'c', 'a\na\nb = █', undefined);
  });

  it('what changes below does not matter', () => {
    check('a = █\nb', 'c', 'a = █\nd', 'c');
  });

  it('not in another file, nor before the place', () => {
    const known = new TypedThrough();
    known.keep(at('a = █'), 'b', 'coder');
    assert.equal(known.find(at('a = █', { uri: 'file:///other' })), undefined);
    assert.equal(known.find(at('a █= ')), undefined);
  });

  it('in a document of which less is handed over from above', () => {
    const known = new TypedThrough();
    known.keep(at(`${'x();\n'.repeat(20)}a = █`), 'sum()', 'coder');
    const now = at(`${'x();\n'.repeat(12)}a = su█`, { firstLine: 8 });
    assert.equal(known.find(now)?.text, 'm()');
  });

  it('the newest of two suggestions counts, and an older one where the newest does not fit', () => {
    const known = new TypedThrough();
    known.keep(at('a = █'), 'sum(x)', 'coder');
    known.keep(at('a = █'), 'sub(y)', 'coder');
    assert.equal(known.find(at('a = █'))?.text, 'sub(y)');
    assert.equal(known.find(at('a = sum█'))?.text, '(x)');
    known.clear();
    assert.equal(known.find(at('a = █')), undefined);
  });

  it('remembers fifty of them', () => {
    const known = new TypedThrough();
    for (let index = 0; index <= 50; index++) known.keep(at(`v${index} = █`), `value${index}`, 'coder');
    assert.equal(known.find(at('v0 = █')), undefined);
    assert.equal(known.find(at('v1 = █'))?.text, 'value1');
    assert.equal(known.find(at('v50 = █'))?.text, 'value50');
  });

  it('agrees with plain comparison, whatever is suggested and typed', () => {
    const piece = fc.constantFrom('a', 'b', '\n', '  ', '(', ')', '🙂');
    const text = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(''));
    const rest = fc.constantFrom('', ';', ')\n}', '\nnext');
    fc.assert(
      fc.property(text(12), text(8), text(8), rest, (before, suggestion, typed, after) => {
        const known = new TypedThrough();
        known.keep(at(`${before}█${after}`), suggestion, 'coder');
        const left = suggestion.startsWith(typed) ? suggestion.slice(typed.length) : '';
        const expected = left.trim() === '' ? undefined : { text: left, model: 'coder' };
        assert.deepEqual(known.find(at(`${before}${typed}█${after}`)), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('an answer on its way is wanted while neither contradicts the other', () => {
    const asked = at('a = █;');
    assert.equal(stillAgrees(asked, '', at('a = su█;')), true);
    assert.equal(stillAgrees(asked, 's', at('a = su█;')), true);
    assert.equal(stillAgrees(asked, 'sum(', at('a = su█;')), true);
    assert.equal(stillAgrees(asked, 'sub(', at('a = sum█;')), false);
    assert.equal(stillAgrees(asked, '', at('a =█;')), false);
    assert.equal(stillAgrees(asked, '', at('a = █')), false);
  });
});
