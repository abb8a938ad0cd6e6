import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hiddenRuns,
  showHiddenCharacters,
  spellHiddenCharacters,
  withoutHiddenCharacters,
} from '../../../src/writing/hiddenCharacters.ts';

describe('hidden characters', () => {
  for (const [name, text, left] of [
    ['a direction override', 'if (admin\u202E) {', 'if (admin) {'],
    ['isolates', 'a\u2066b\u2069c', 'abc'],
    ['isolates in Arabic too', 'مرحبا\u2066 \u2069', 'مرحبا '],
    ['a direction mark without a right-to-left script', 'a\u200Fb\u200E', 'ab'],
    ['smuggled tag characters', 'hi\u{E0049}\u{E0067}\u{E006E}', 'hi'],
    ['tag characters after a flag that is none', '🏴\u{E0061}\u{E0062}\u{E007F}', '🏴'],
    ['zero-width spaces', 'a\u200Bb', 'ab'],
    ['a joiner between Latin letters', 'a\u200Db\u200C', 'ab'],
    ['a joiner after an emoji that joins nothing', '👩\u200D.', '👩.'],
    ['a byte order mark', '\uFEFFa', 'a'],
    ['a soft hyphen', 'a\u00ADb', 'ab'],
    ['variation selectors that vary nothing', 'a\uFE0F\u{E0101}b', 'ab'],
    ['a row of variation selectors after an emoji', '😀\uFE0F\u{E0141}\u{E0142}', '😀\uFE0F'],
    ['a Hangul filler', 'a\u3164b', 'ab'],
    ['control characters', 'a\u0007b\u001B[31mc\u0085', 'ab[31mc'],
    ['line separators', 'a\u2028b', 'ab'],
  ] as const) {
    it(`takes out ${name}`, () => {
      assert.equal(withoutHiddenCharacters(text), left);
      assert.equal(
        showHiddenCharacters(text).replace(/<span class="hidden-character">\[U\+[0-9A-F]{4,6}\]<\/span>/g, ''),
        left,
      );
    });
  }

  for (const [name, text] of [
    ['Latin, tabs and line ends', 'für\tC++\r\nnaïve — “ok”\n'],
    ['Persian with non-joiners', 'می\u200Cخواهم'],
    ['Arabic with direction marks', 'الإصدار \u200E1.2\u200F مستقر'],
    ['Arabic number signs', '\u0600١٢'],
    ['Hebrew with a mark', 'שלום C++\u200E עולם'],
    ['Hindi with a joiner', 'क्\u200Dष'],
    ['Bengali with a non-joiner', 'র\u200C্য'],
    ['Sinhala with a joiner', 'ශ්\u200Dරී'],
    ['Thai with zero-width spaces', 'ภาษา\u200Bไทย'],
    ['emoji with joiners', '👩\u200D💻 👨\u200D👩\u200D👧 🏳️\u200D🌈 👩🏽\u200D🚀 ❤️\u200D🔥'],
    ['keycaps and pictures', '1\uFE0F\u20E3 ☺\uFE0F ☎\uFE0E'],
    ['flags spelt in tags', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['Han with a variation', '葛\u{E0100}'],
    ['Mongolian with a variation', 'ᠠ\u180B'],
  ] as const) {
    it(`leaves ${name} alone`, () => {
      assert.equal(withoutHiddenCharacters(text), text);
      assert.equal(showHiddenCharacters(text), text);
    });
  }

  it('names the character', () => {
    assert.equal(showHiddenCharacters('a\u{E0041}'), 'a<span class="hidden-character">[U+E0041]</span>');
    assert.equal(showHiddenCharacters('\u0007'), '<span class="hidden-character">[U+0007]</span>');
  });

  it('only ever takes away characters that nobody sees', () => {
    const undrawn = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFF9-\uFFFB]/gu;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(withoutHiddenCharacters(text).replace(undrawn, ''), text.replace(undrawn, ''));
      }),
    );
  });

  it('are found where they stand, those of one kind together', () => {
    const tags = [...'hi'].map((each) => String.fromCodePoint(0xe0000 + each.charCodeAt(0))).join('');
    assert.deepEqual(hiddenRuns(`a\u202Eb${tags}\u200B\u200B c\uFE0F\u0007\u00AD`), [
      { start: 1, end: 2, kind: 'direction', codePoints: [0x202e] },
      { start: 3, end: 7, kind: 'tag', codePoints: [0xe0068, 0xe0069] },
      { start: 7, end: 9, kind: 'zeroWidth', codePoints: [0x200b, 0x200b] },
      { start: 11, end: 12, kind: 'variation', codePoints: [0xfe0f] },
      { start: 12, end: 13, kind: 'control', codePoints: [7] },
      { start: 13, end: 14, kind: 'other', codePoints: [0xad] },
    ]);
    assert.deepEqual(hiddenRuns('\u0085\uFEFF'), [
      { start: 0, end: 1, kind: 'control', codePoints: [0x85] },
      { start: 1, end: 2, kind: 'zeroWidth', codePoints: [0xfeff] },
    ]);
    assert.deepEqual(hiddenRuns('مرحبا\u200F שלום 👩\u200D💻'), []);
  });

  it('have a kind, each of them', () => {
    const kinds: Readonly<Record<string, readonly number[]>> = {
      direction: [0x61c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069],
      tag: [0xe0000, 0xe0041, 0xe007f],
      zeroWidth: [0x180e, 0x200b, 0x200d, 0x2060, 0x2065, 0xfeff],
      variation: [0xfe00, 0xfe0f, 0xe0100, 0xe01ef],
      control: [0x00, 0x1f, 0x7f, 0x9f],
      other: [0xad, 0x115f, 0x2028, 0x3164, 0xe0080, 0xe01f0],
    };
    for (const [kind, codePoints] of Object.entries(kinds)) {
      for (const codePoint of codePoints) {
        assert.equal(hiddenRuns(`a${String.fromCodePoint(codePoint)}a`)[0]?.kind, kind, codePoint.toString(16));
      }
    }
  });

  it('are spelt out in a name', () => {
    assert.equal(spellHiddenCharacters('gpj\u202E.exe'), 'gpj[U+202E].exe');
    assert.equal(spellHiddenCharacters('Überblick.md'), 'Überblick.md');
  });

  it('are all that is missing from the text without them, whatever the text', () => {
    const anything = fc
      .array(fc.nat(0x10ffff))
      .map((points) => points.map((each) => String.fromCodePoint(each)).join(''));
    fc.assert(
      fc.property(anything, (text) => {
        let left = '';
        let done = 0;
        for (const { start, end, codePoints } of hiddenRuns(text)) {
          assert.ok(start >= done && end > start);
          assert.equal(text.slice(start, end), String.fromCodePoint(...codePoints));
          left += text.slice(done, start);
          done = end;
        }
        assert.equal(left + text.slice(done), withoutHiddenCharacters(text));
      }),
    );
  });
});
