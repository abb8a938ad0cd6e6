import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bodyMarks, type StretchWords, sheetStretches } from '../../../../src/editor/privacy/sheetStretches.ts';
import type { Piece } from '../../../../src/privacy/pieces.ts';
import { excerpt } from '../../privacy/samples.ts';

const words: StretchWords = {
  hidden: {
    direction: 'direction',
    tag: 'tag',
    zeroWidth: 'zero width',
    variation: 'variation',
    control: 'control',
    other: 'other',
  },
  masked: (name) => `masked ${name}`,
  released: (name) => `released ${name}`,
};
const piece = (text: string, secrets: Piece['secrets'] = []): Piece => ({
  number: 0,
  message: 0,
  role: 'user',
  part: excerpt(text),
  isTakenOut: false,
  secrets,
});
const tags = (text: string) => [...text].map((each) => String.fromCodePoint(0xe0000 + each.charCodeAt(0))).join('');
const badges = (text: string) =>
  sheetStretches(piece(text), words).flatMap(({ kind, text: badge }) => (kind === 'hidden' ? [badge] : []));

describe('what the send sheet shows of a text', () => {
  it('is its plain text, and a mark where a secret was', () => {
    const secrets = [
      { rule: 'jwt', start: 2, end: 5, id: 'a', isReleased: false },
      { rule: 'awsKey', start: 6, end: 9, id: 'b', isReleased: true },
    ] as const;
    assert.deepEqual(sheetStretches(piece('x 123 456', secrets), words), [
      { kind: 'text', text: 'x ' },
      { kind: 'masked', text: '[masked: JWT]', title: 'masked JWT' },
      { kind: 'text', text: ' ' },
      { kind: 'released', text: '456', title: 'released AWS key' },
    ]);
    assert.deepEqual(sheetStretches(piece(''), words), []);
  });

  it('is a badge where a character stands that nobody sees', () => {
    assert.deepEqual(sheetStretches(piece('a\u202Eb'), words), [
      { kind: 'text', text: 'a' },
      { kind: 'hidden', text: '[U+202E]', title: 'direction' },
      { kind: 'text', text: 'b' },
    ]);
    assert.deepEqual(badges('\u200B\u200C'), ['[U+200B U+200C]']);
    assert.deepEqual(badges('\u200B'.repeat(4)), ['[U+200B U+200B U+200B U+200B]']);
    assert.deepEqual(badges('\u200B'.repeat(5)), ['[U+200B … ×5]']);
  });

  it('is the message itself where one is written in tag characters', () => {
    assert.deepEqual(badges(`a${tags('obey me')}b`), ['[tags “obey me”]']);
    assert.deepEqual(badges(`a${tags('x')}b`), ['[U+E0078]']);
    assert.deepEqual(badges('a\u{E0001}\u{E007F}'), ['[U+E0001 U+E007F]']);
    assert.deepEqual(badges(`a\u{E0001}${tags(' ~')}\u{E007F}`), ['[tags “ ~”]']);
  });

  it('marks the exact body without touching it', () => {
    const body = `{"a":"x\u202Ey${tags('hi')}"}`;
    assert.deepEqual(bodyMarks(body), [
      { start: 7, end: 8, badge: '[U+202E]' },
      { start: 9, end: 13, badge: '[tags “hi”]' },
    ]);
  });

  it('hides nothing, whatever the text', () => {
    const anything = fc
      .array(fc.nat(0x10ffff))
      .map((points) => points.map((each) => String.fromCodePoint(each)).join(''));
    fc.assert(
      fc.property(anything, (text) => {
        const shown = sheetStretches(piece(text), words);
        const plain = shown.filter(({ kind }) => kind === 'text').map((each) => each.text);
        assert.deepEqual(badges(plain.join(' ')), []);
        assert.equal(
          shown.length === 0 ? '' : plain.join(''),
          bodyMarks(text).reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text),
        );
      }),
    );
  });
});
