import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AnswerText, agrees } from '../../../src/completion/answerText.ts';
import { KnownAnswers } from '../../../src/completion/knownAnswers.ts';
import { placeOf } from '../../../src/completion/place.ts';
import { at } from './places.ts';

/** An answer to a request that was made at a place. */
const answer = (made: ReturnType<typeof at>, text: string, state: AnswerText['state'] = 'whole'): AnswerText => ({
  place: placeOf(made),
  text,
  certainties: [],
  model: 'coder',
  state,
});

/** All that is left of the answer that is found at a place: what is shown, and how much follows behind it. */
function leftAt(known: KnownAnswers, now: ReturnType<typeof at>): { shown: string; characters: number } | undefined {
  const part = known.find(now)?.part;
  return part && { shown: part.text, characters: part.text.length + part.more };
}

/** What is left of a suggestion made at the first place when the cursor is at the second. */
function check(made: string, suggestion: string, now: string, left: string | undefined): void {
  const known = new KnownAnswers();
  known.keep(answer(at(made), suggestion));
  const found = leftAt(known, at(now));
  assert.equal(found?.characters, left?.length);
  if (left !== undefined)
    assert.ok(found && left.startsWith(found.shown), `${JSON.stringify(found)} is not a start of ${left}`);
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
    check('const total = █;', 'sum(items)', 'const total = █ + 1;', undefined);
    check('a\nb = █', 'c', 'x\nb = █', undefined);
    check('a\nb = █', 'c', 'a\na\nb = █', undefined);
  });

  it('through brackets that the editor closes by itself, and over them', () => {
    check('const total = █;', 'sum(items)', 'const total = sum(█);', 'items)');
    check('const total = █;', 'sum([a, b])', 'const total = sum([█]);', 'a, b])');
    check('sum(█);', 'items); // all', 'sum(items)█;', '; // all');
    check('const total = █;', 'sum(items)', 'const total = sum(█ + x);', undefined);
  });

  it('shows the rest of the line, then the next line, and a block as a whole', () => {
    const known = new KnownAnswers();
    known.keep(answer(at('a = █'), 'b();\nc();\nd();'));
    const shown = (now: string) => known.find(at(now))?.part.text;
    assert.equal(shown('a = █'), 'b();');
    assert.equal(shown('a = b();█'), '\nc();');
    assert.equal(shown('a = b();\n█'), 'c();');
    known.keep(answer(at('f() {█\n'), '\n  b();\n  c();\n}\nd();'));
    assert.equal(shown('f() {█\n'), '\n  b();\n  c();\n}');
  });

  it('what changes below does not matter', () => {
    check('a = █\nb', 'c', 'a = █\nd', 'c');
  });

  it('not in another file, nor before the place', () => {
    const known = new KnownAnswers();
    known.keep(answer(at('a = █'), 'b'));
    assert.equal(known.find(at('a = █', { uri: 'file:///other' })), undefined);
    assert.equal(known.find(at('a █= ')), undefined);
  });

  it('in a document of which less is handed over from above', () => {
    const known = new KnownAnswers();
    known.keep(answer(at(`${'x();\n'.repeat(20)}a = █`), 'sum()'));
    const now = at(`${'x();\n'.repeat(12)}a = su█`, { firstLine: 8 });
    assert.equal(leftAt(known, now)?.shown, 'm()');
  });

  it('the newest of two suggestions counts, and an older one where the newest does not fit', () => {
    const known = new KnownAnswers();
    known.keep(answer(at('a = █'), 'sum(x)'));
    known.keep(answer(at('a = █'), 'sub(y)'));
    assert.equal(leftAt(known, at('a = █'))?.shown, 'sub(y)');
    assert.equal(leftAt(known, at('a = sum█'))?.shown, '(x)');
    known.clear();
    assert.equal(known.find(at('a = █')), undefined);
  });

  it('remembers fifty of them', () => {
    const known = new KnownAnswers();
    for (let index = 0; index <= 50; index++) known.keep(answer(at(`v${index} = █`), `value${index}`));
    assert.equal(known.find(at('v0 = █')), undefined);
    assert.equal(leftAt(known, at('v1 = █'))?.shown, 'value1');
    assert.equal(leftAt(known, at('v50 = █'))?.shown, 'value50');
  });

  it('agrees with plain comparison, whatever is suggested and typed', () => {
    const piece = fc.constantFrom('a', 'b', '\n', '  ', '(', ')', '🙂');
    const text = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(''));
    const rest = fc.constantFrom('', ';', ')\n}', '\nnext');
    fc.assert(
      fc.property(text(12), text(8), text(8), rest, (before, suggestion, typed, after) => {
        const known = new KnownAnswers();
        known.keep(answer(at(`${before}█${after}`), suggestion));
        const left = suggestion.startsWith(typed) ? suggestion.slice(typed.length) : '';
        const found = leftAt(known, at(`${before}${typed}█${after}`));
        // Where a block begins, an answer that goes on further left has nothing for here.
        const here = /(^|\n) +$|\( *$/.test(before + typed) && /^\s*\n *\S/.test(left);
        if (left.trim() === '' || (here && found === undefined)) {
          assert.equal(found, undefined);
        } else {
          assert.equal(found?.characters, left.length);
          assert.ok(left.startsWith(found.shown));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an answer on its way is wanted while neither contradicts the other', () => {
    const still = (arrived: string, now: ReturnType<typeof at>) =>
      agrees(answer(at('a = █;'), arrived, 'arriving'), now);
    assert.equal(still('', at('a = su█;')), true);
    assert.equal(still('s', at('a = su█;')), true);
    assert.equal(still('sum(', at('a = su█;')), true);
    assert.equal(still('sub(', at('a = sum█;')), false);
    assert.equal(still('', at('a =█;')), false);
    assert.equal(still('', at('a = █ + 1')), false);
  });
});
