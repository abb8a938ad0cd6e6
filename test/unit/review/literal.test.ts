import assert from 'node:assert/strict';
import fc from 'fast-check';
import { literal } from '../../../src/review/literal.ts';

/** What a reader sees of it. */
const read = (html: string) =>
  html
    .replaceAll('<br>', '\n')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

describe('Text in a review', () => {
  it('is read letter by letter, whatever it would mean to Markdown, HTML or VS Code', () => {
    for (const hostile of [
      '[a](command:workbench.action.terminal.new)',
      '![](https://example.com/x.png)',
      '<img src=x onerror=alert(1)>',
      '$(check) **bold** `code` <span style="color:red;">',
      '| a | b |\n| --- | --- |',
      '- one\n1. two\n# three',
      'https://example.com and a@example.com',
      '&lt;b&gt; &#60;',
    ]) {
      const text = literal(hostile);
      assert.doesNotMatch(text.replaceAll(/&#\d+;|&nbsp;|<br>/g, ''), /[[\]()!<>$*`|#:&.@/-]/, text);
      assert.equal(read(text), hostile);
    }
  });

  it('says the same as before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const plain = text.replaceAll(/\s/g, ' ');
        assert.equal(read(literal(plain)), plain);
      }),
    );
  });
});
