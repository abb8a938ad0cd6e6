import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Windows } from '../../../src/completion/window.ts';
import { at } from './places.ts';

const size = { beforeCharacters: 200, afterCharacters: 60 };
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join('');

describe('the window stands still', () => {
  it('a short text is taken whole', () => {
    const window = new Windows().cut(at('one\ntwo█\nthree'), size);
    assert.deepEqual(window, { before: 'one\ntwo', after: '\nthree' });
  });

  it('while typing, what is before only grows at its end, until it is too much and half of it goes at once', () => {
    const windows = new Windows();
    let text = lines(0, 10);
    let before = windows.cut(at(`${text}█`), size).before;
    let jumps = 0;
    for (const key of lines(10, 60)) {
      text += key;
      const next = windows.cut(at(`${text}█`), size).before;
      assert.ok(text.endsWith(next) && next.length <= size.beforeCharacters);
      if (next !== before + key) {
        jumps++;
        assert.equal(before.length, size.beforeCharacters, 'it jumps no sooner than it must');
        assert.ok(next.length <= size.beforeCharacters / 2 && next.length > size.beforeCharacters / 2 - 20);
        assert.match(next, /^line \d+\n/, 'to the start of a line');
      }
      before = next;
    }
    assert.equal(jumps, 4, 'in 480 characters');
  });

  it('an edit above it does not matter; one within its first line takes a new start', () => {
    const windows = new Windows();
    const first = windows.cut(at(`${lines(0, 40)}█`), size).before;
    const start = Number(/^line (\d+)/.exec(first)?.[1]);
    assert.equal(windows.cut(at(`a longer line 0\n${lines(1, 39)}█`), size).before, first);
    const changed = lines(0, 40).replace(`line ${start}\n`, `LINE ${start} is longer\n`);
    const next = windows.cut(at(`${changed}█`), size).before;
    assert.ok(changed.endsWith(next) && next.length <= size.beforeCharacters);
  });

  it('lines put in or taken away above it do not make it wrong', () => {
    const windows = new Windows();
    windows.cut(at(`${lines(0, 40)}█`), size);
    for (const text of [`new\nnew\n${lines(0, 40)}`, lines(3, 37), lines(38, 2)]) {
      const { before } = windows.cut(at(`${text}█`), size);
      assert.ok(text.endsWith(before) && before.length <= size.beforeCharacters && before.length > 0);
    }
  });

  it('lines taken away above it do not leave the model with less than half a window', () => {
    const windows = new Windows();
    windows.cut(at(`${lines(0, 40)}█`), size);
    assert.ok(windows.cut(at(`${lines(5, 35)}█`), size).before.length > size.beforeCharacters / 2 - 10);
  });

  it('the same start is kept when the editor hands over less from above', () => {
    const windows = new Windows();
    const whole = windows.cut(at(`${lines(0, 40)}█`), size).before;
    assert.equal(windows.cut(at(`${lines(10, 30)}█`, { firstLine: 10 }), size).before, whole);
  });

  it('another file starts anew', () => {
    const windows = new Windows();
    windows.cut(at(`${lines(0, 40)}█`), size);
    assert.equal(windows.cut(at('a\nb█', { uri: 'file:///other' }), size).before, 'a\nb');
  });

  it('the end comes at the end of a line, where there is one', () => {
    const below = (text: string) => new Windows().cut(at(`█${text}`), size).after;
    assert.equal(below(lines(0, 20)), lines(0, 8).trimEnd());
    assert.equal(below('x'.repeat(100)), 'x'.repeat(60));
    assert.equal(below(`${'x'.repeat(59)}🙂🙂`), `${'x'.repeat(59)}🙂`);
  });

  it('within one endless line no character is torn', () => {
    for (const extra of ['', 'x']) {
      const { before } = new Windows().cut(at(`${'🙂'.repeat(300)}${extra}█`), size);
      assert.match(before, /^(🙂)+x?$/u);
    }
  });

  it('whatever is typed where: the end of what is before the cursor, and the start of what is after it', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', 'word ', '🙂', '\r\n', 'x'.repeat(90)), { maxLength: 40 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (steps) => {
        const windows = new Windows();
        for (const [before, after] of steps) {
          const window = windows.cut(at(`${before}█${after}`), size);
          assert.ok(before.endsWith(window.before) && after.startsWith(window.after));
          assert.ok(window.before.length <= size.beforeCharacters);
          assert.ok(window.after.length <= size.afterCharacters + 1);
          if (before.length <= size.beforeCharacters && steps.length === 1) assert.equal(window.before, before);
        }
      }),
    );
  });
});
