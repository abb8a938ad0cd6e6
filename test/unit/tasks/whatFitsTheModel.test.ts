import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { explain } from '../../../src/tasks/explain.ts';
import { estimatedTokens, firstPart, fitOf } from '../../../src/tasks/fit.ts';
import { requestFor } from '../../../src/tasks/request.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { excerptOf, unruly } from './excerpts.ts';

describe('what fits the model', () => {
  it('tokens are rather counted too many than too few', () => {
    // Each text with its tokens, counted by hand as a byte-level tokenizer with single digits cuts it at the most.
    for (const [text, tokens] of [
      ['', 0],
      ['a', 1],
      ['The quick brown fox jumps over the lazy dog.', 10],
      ['const total = items.reduce((sum, item) => sum + item.price, 0);', 19],
      ['3.14159265358979', 16],
      ['日本語', 3],
      ['🙂', 4],
    ] as const) {
      assert.ok(estimatedTokens(text) >= tokens, `${text} is ${tokens} tokens, not ${estimatedTokens(text)}`);
    }
  });

  it('but not so many that a usual file is turned away', () => {
    const source = readFileSync(new URL('../../../src/tasks/fit.ts', import.meta.url), 'utf8');
    assert.ok(estimatedTokens(source) < source.length / 2.5);
  });

  it('never fewer for more text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const both = estimatedTokens(one + other);
        assert.ok(both >= estimatedTokens(one) && both <= estimatedTokens(one) + estimatedTokens(other));
      }),
    );
  });

  it('a request is its messages, and leaves room for its answer', () => {
    const request = requestFor(explain, excerptOf('x'.repeat(3000)), { name: 'chat', contextTokens: 4096 });
    const { promptTokens, availableTokens } = fitOf(request);
    assert.equal(availableTokens, 4096 - 800);
    assert.ok(promptTokens >= 1000 + estimatedTokens(messageText(request.messages[0] ?? { role: 'user', parts: [] })));
    assert.ok(promptTokens < 1300);
  });

  it('the first part is the lines that fit', () => {
    const excerpt = excerptOf('one\ntwo\nthree\nfour');
    const part = firstPart(excerpt, 4);
    assert.equal(part?.text, 'one\ntwo\n');
    assert.deepEqual(part?.origin.range, { start: { line: 10, character: 0 }, end: { line: 12, character: 0 } });
    assert.equal(firstPart(excerpt, 1000), excerpt);
    assert.equal(firstPart(excerpt, 1), undefined);
    assert.equal(firstPart(excerptOf('a very long single line'), 3), undefined);
  });

  it('whatever the text, the first part is whole lines from its start, as many as fit, and knows where it stands', () => {
    fc.assert(
      fc.property(unruly, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9 }), (text, room, character) => {
        const excerpt = excerptOf(text, { character });
        const part = firstPart(excerpt, room);
        const taken = part?.text ?? '';
        assert.ok(text.startsWith(taken));
        assert.notEqual(part?.text, '');
        const rest = text.slice(taken.length);
        if (part && part !== excerpt) {
          assert.ok(taken.endsWith('\n'));
          assert.ok(estimatedTokens(taken) <= room);
          const { start, end } = part.origin.range;
          assert.deepEqual(start, excerpt.origin.range.start);
          assert.deepEqual(end, { line: start.line + taken.split('\n').length - 1, character: 0 });
          assert.equal(part.origin.uri, excerpt.origin.uri);
        }
        if (rest !== '') {
          // Counted line by line, as it is taken.
          const next = taken + rest.slice(0, rest.includes('\n') ? rest.indexOf('\n') + 1 : rest.length);
          const lines = next.split('\n').filter((line, index, all) => index < all.length - 1 || line !== '');
          assert.ok(
            lines.reduce((sum, line) => sum + estimatedTokens(`${line}\n`), 0) > room,
            'one more line would fit',
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
