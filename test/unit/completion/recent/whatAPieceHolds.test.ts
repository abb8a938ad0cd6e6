import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostPieceCharacters, pieceAround } from '../../../../src/completion/recent/piece.ts';
import { linesOf } from './pieces.ts';

/** Lines that can be told apart, long enough to say something. */
const numbered = (count: number) => Array.from({ length: count }, (_, line) => `const line${line} = someValue;`);

describe('what a piece of a file holds', () => {
  it('the lines that are wanted, and four on either side', () => {
    const piece = pieceAround(linesOf(...numbered(30)), { first: 10, last: 11 });
    assert.deepEqual(piece?.range, { start: { line: 6, character: 0 }, end: { line: 15, character: 25 } });
    assert.equal(piece?.text, numbered(30).slice(6, 16).join('\n').concat('\n'));
  });

  it('at the start and the end of a file what there is', () => {
    assert.deepEqual(pieceAround(linesOf(...numbered(3)), { first: 0, last: 0 })?.range.end.line, 2);
    assert.deepEqual(pieceAround(linesOf(...numbered(3)), { first: 2, last: 9 })?.range.start.line, 0);
  });

  it('the first lines where all would be too much', () => {
    const piece = pieceAround(linesOf(...numbered(100)), { first: 10, last: 90 });
    assert.equal(piece?.range.start.line, 10);
    assert.ok(piece.text.length <= mostPieceCharacters && piece.text.length > mostPieceCharacters - 30);
  });

  it('no blank lines at its ends', () => {
    const lines = linesOf('', '', 'const first = aValue;', '', 'const last = aValue;', '', '');
    assert.equal(pieceAround(lines, { first: 3, last: 3 })?.text, 'const first = aValue;\n\nconst last = aValue;\n');
  });

  for (const [what, lines] of [
    ['where there is next to nothing', ['}', '', 'end']],
    ['of a program’s own lines', ['x'.repeat(301)]],
    ['of what is no text', ['const first = aValue;\u0000']],
    ['beyond the end', []],
  ] as const) {
    it(`nothing ${what}`, () => assert.equal(pieceAround(linesOf(...lines), { first: 0, last: 0 }), undefined));
  }

  it('always whole lines of the file, never more than a piece may hold', () => {
    const line = fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 310 }).map((text) => text.replaceAll('\n', ' ')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.nat(70), fc.nat(20), (lines, first, more) => {
        const piece = pieceAround(linesOf(...lines), { first, last: first + more });
        if (!piece) return;
        const { start, end } = piece.range;
        assert.equal(
          piece.text,
          lines
            .slice(start.line, end.line + 1)
            .join('\n')
            .concat('\n'),
        );
        assert.deepEqual([start.character, end.character], [0, lines[end.line]?.length]);
        assert.ok(piece.text.length <= mostPieceCharacters);
      }),
    );
  });
});
