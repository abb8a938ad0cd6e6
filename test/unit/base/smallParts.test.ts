import assert from 'node:assert/strict';
import fc from 'fast-check';
import { systemClock } from '../../../src/base/clock.ts';
import { remembered } from '../../../src/base/remembered.ts';
import { firstLine, lastLine } from '../../../src/base/text.ts';
import { cursor } from '../../fakes/cursor.ts';
import { handles, handlesAtStart } from '../tiers/requests.ts';

describe('the line at the cursor', () => {
  const check = (marked: string, left: string, right: string) => {
    const { before, after } = cursor(marked);
    assert.deepEqual([lastLine(before), firstLine(after)], [left, right]);
  };

  it('is what stands left and right of it', () => {
    check('a\nb = █;\nc', 'b = ', ';');
    check('█', '', '');
    check('a\n█\nb', '', '');
    check('a█', 'a', '');
    check('a\r\nb█c\r\nd', 'b', 'c');
  });

  it('has no newline in it, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '🙂')), (pieces) => {
        const text = pieces.join('');
        assert.ok(text.endsWith(lastLine(text)) && text.startsWith(firstLine(text)));
        assert.ok(!/[\r\n]/.test(lastLine(text) + firstLine(text)));
      }),
    );
  });
});

describe('the system clock', () => {
  it('waits, and leaves nothing behind', async () => {
    const before = await handlesAtStart();
    await systemClock.wait(1);
    assert.equal(handles(), before);
  });

  it('ends a wait when its signal aborts, before and after it began, without rejecting', async () => {
    const before = await handlesAtStart();
    const leaving = new AbortController();
    const wait = systemClock.wait(3_600_000, leaving.signal);
    leaving.abort();
    await wait;
    await systemClock.wait(3_600_000, leaving.signal);
    assert.equal(handles(), before);
  });

  it('tells the time of day', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(now >= before && now <= Date.now());
  });
});

describe('a remembered function', () => {
  it('computes anew only for another argument', () => {
    let computed = 0;
    const sum = remembered((numbers: readonly number[]) => {
      computed++;
      return numbers.reduce((a, b) => a + b, 0);
    });
    const [first, second] = [
      [1, 2],
      [1, 2],
    ];
    assert.deepEqual([sum(first), sum(first), computed], [3, 3, 1]);
    assert.deepEqual([sum(second), sum(first), computed], [3, 3, 3]);
  });

  it('remembers undefined too, as argument and as result', () => {
    let computed = 0;
    const nothing = remembered((_argument: undefined) => void computed++);
    nothing(undefined);
    nothing(undefined);
    assert.equal(computed, 1);
  });
});
