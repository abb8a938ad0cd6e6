import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KnownAnswers } from '../../../src/completion/knownAnswers.ts';
import { placeOf } from '../../../src/completion/place.ts';
import { at } from './places.ts';

/** An answer as plain texts: all that stood before it, the rest of its line, and what it says. */
interface Plain {
  readonly before: string;
  readonly rest: string;
  readonly text: string;
}

const lineOf = (after: string) => after.split('\n')[0] ?? '';

/** What each answer leaves at a cursor, the newest last, by comparing whole texts. */
function naive(answers: readonly Plain[], before: string, after: string): string[] {
  const fits = answers.filter((answer) => {
    const whole = answer.before + answer.text;
    const agrees = before.startsWith(answer.before) && whole.startsWith(before);
    return agrees && answer.rest === lineOf(after) && whole.slice(before.length).trim() !== '';
  });
  return fits.map((answer) => (answer.before + answer.text).slice(before.length));
}

/** Whether a block may be shown, whose end other tests are about. */
function opensBlock(before: string, after: string): boolean {
  const line = before.split('\n').at(-1) ?? '';
  return lineOf(after).trim() === '' && (/^\s+$/.test(line) || /[{([:]\s*$|=>\s*$/.test(line));
}

/** The part of it that is shown where a cursor opens no block: the line, or the next one that is not blank. */
const firstLineOf = (left: string) => /^\s*[^\n]*/.exec(left)?.[0];

const piece = fc.constantFrom('a', 'b', 'ab', '\n', '\n  ', ' = ', '();', '🙂');
const text = (maxLength: number) => fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));
const after = fc.constantFrom('', ' + 1', ';\n}', '\nnext();');
const step = fc.oneof(
  fc.tuple(fc.constant('answer'), text(10), fc.constant(0)),
  fc.tuple(fc.constant('type'), text(3), fc.constant(0)),
  fc.tuple(fc.constantFrom('delete', 'go'), fc.constant(''), fc.nat(9)),
);

describe('what is known at a cursor', () => {
  it('is what a comparison of whole texts says, however it is answered, typed, deleted and typed again', () => {
    let served = 0;
    let overLines = 0;
    fc.assert(
      fc.property(text(6), after, fc.array(step, { maxLength: 25 }), (start, rest, steps) => {
        const known = new KnownAnswers();
        const plain: Plain[] = [];
        let before = start;
        for (const [kind, said, count] of steps) {
          const last = plain.at(-1);
          if (kind === 'type') before += said;
          else if (kind === 'delete') before = before.slice(0, Math.max(0, before.length - count));
          else if (kind === 'answer') {
            const made = at(`${before}█${rest}`);
            known.keep({ place: placeOf(made), text: said, certainties: [], model: 'coder', state: 'whole' });
            plain.push({ before, rest: lineOf(rest), text: said });
          }
          // Along the answer that was given last: what somebody types as it is shown.
          else if (last) before = last.before + [...last.text].slice(0, count).join('');
          const part = known.find(at(`${before}█${rest}`))?.part;
          const left = naive(plain, before, rest);
          if (opensBlock(before, rest)) {
            assert.ok(!part || left.some((one) => one.startsWith(part.text)));
            continue;
          }
          const newest = left.at(-1);
          assert.equal(part?.text, newest && firstLineOf(newest));
          if (!part || newest === undefined) continue;
          assert.equal(part.text.length + part.more, newest.length);
          served++;
          if (part.text.includes('\n')) overLines++;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(served > 300 && overLines > 30, `${served} were served, ${overLines} over a line's end`);
  });

  it('every place along several lines, and none beside them', () => {
    const answer = 'open(file);\n  read(all);\n\nclose();';
    const known = new KnownAnswers();
    known.keep({ place: placeOf(at('a;\nb = █')), text: answer, certainties: [], model: 'coder', state: 'whole' });
    for (let typed = 0; typed < answer.length; typed++) {
      const found = known.find(at(`a;\nb = ${answer.slice(0, typed)}█`))?.part;
      assert.equal(found && found.text.length + found.more, answer.length - typed);
      assert.equal(known.find(at(`a;\nb = ${answer.slice(0, typed)}#█`)), undefined);
    }
  });

  it('not where something was put in at the very start of the text', () => {
    const known = new KnownAnswers();
    known.keep({ place: placeOf(at('a;\n█')), text: 'b();', certainties: [], model: 'coder', state: 'whole' });
    assert.ok(known.find(at('a;\n█')));
    assert.equal(known.find(at('ba;\n█')), undefined);
    assert.ok(known.find(at('x\nba;\n█'.slice(3), { firstLine: 0 })));
  });

  it('a hundred lines further it is forgotten', () => {
    const known = new KnownAnswers();
    const lines = 'x();\n'.repeat(101);
    known.keep({ place: placeOf(at('█')), text: `${lines}y();`, certainties: [], model: 'coder', state: 'whole' });
    assert.ok(known.find(at(`${lines.slice(5)}█`)));
    assert.equal(known.find(at(`${lines}█`)), undefined);
  });
});
