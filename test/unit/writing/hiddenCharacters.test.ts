import assert from 'node:assert/strict';
import fc from 'fast-check';
import { showHiddenCharacters, withoutHiddenCharacters } from '../../../src/writing/hiddenCharacters.ts';

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
});
