import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineChanges } from '../../../src/review/lineChanges.ts';
import { changed } from '../../../src/review/review.ts';

describe('The changes of code', () => {
  it('are whole lines, one for each place', () => {
    assert.deepEqual(lineChanges('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n'), [
      { start: 2, end: 4, replacement: 'B\n' },
      { start: 8, end: 8, replacement: 'e\n' },
    ]);
    assert.deepEqual(lineChanges('a\n', 'a\n'), []);
  });

  it('make the one text of the other, byte for byte', () => {
    const line = fc.constantFrom('a', 'b', '', '  x', '😀', 'e\u0301', '漢字');
    const text = fc
      .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
      .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (original, revised) => {
        assert.equal(changed(original, lineChanges(original, revised)), revised);
        assert.equal(changed(original, []), original);
      }),
    );
  });
});
