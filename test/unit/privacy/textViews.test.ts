import assert from 'node:assert/strict';
import fc from 'fast-check';
import { viewsOf } from '../../../src/privacy/textViews.ts';

/** The readings of a text beside itself. */
const readings = (text: string) =>
  viewsOf(text)
    .slice(1)
    .map((view) => view.text);

/** What of the original a stretch of a reading stands for. */
function originalOf(text: string, read: string): string {
  for (const view of viewsOf(text).slice(1)) {
    const at = view.text.indexOf(read);
    if (at < 0) continue;
    const { start, end } = view.original(at, at + read.length);
    return text.slice(start, end);
  }
  assert.fail(`${read} cannot be read in ${text}`);
}

describe('the readings of a text', () => {
  it('are the text alone when nothing is written in another way', () => {
    for (const text of ['', 'plain text', 'const x = y + 1;', 'naïve 😀 日本語', '100% & more', `a${'b'.repeat(15)}`]) {
      assert.deepEqual(readings(text), []);
      assert.equal(viewsOf(text)[0]?.text, text);
    }
  });

  const undone: readonly (readonly [string, string])[] = [
    ['a\\nb\\tc\\rd', 'a\nb\tc\rd'],
    ['a\\bb\\fc\\vd\\0e', 'a\bb\fc\vd\0e'],
    ['say \\"hi\\" \\\\ \\/ \\d', 'say "hi" \\ / d'],
    ['\\x41\\u0042\\u{43}\\u{1F600}', 'ABC😀'],
    ['\\X41 \\U0042', 'A B'],
    ['a%20b%2fc%2Fd', 'a b/c/d'],
    ['%C3%A9', '%C3%A9'],
    ['&#65;&#x42;&#x43; &quot;&apos;&amp;&lt;&gt; &AMP;', 'ABC "\'&<> &'],
    ['&nbsp;', '&nbsp;'],
    ['"ab" + "cd"', '"abcd"'],
    ["'ab' +\n  'cd'", "'abcd'"],
    ['`ab`\r\n\t+ `cd`', '`abcd`'],
    ['"ab"  +  \'cd\'', '"abcd\''],
    ['"ab" - "cd"', '"ab" - "cd"'],
    ['one \\\ntwo \\\r\nthree', 'one two three'],
    ['A\u200BK\u{E0041}I\u00ADA', 'AKIA'],
    ['\\u{110000}x', 'x'],
    ['&#9999999;x', 'x'],
    ['\\', '\\'],
  ];
  for (const [text, read] of undone) {
    it(`undo what is written in another way: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readings(text)[0] ?? text, read);
    });
  }

  it('go on from one another, but not for ever', () => {
    const text = 'a\\\\\\\\\\\\\\\\nb';
    assert.deepEqual(readings(text), ['a\\\\\\\\nb', 'a\\\\nb', 'a\\nb']);
  });

  it('know which stretch of the text each of their stretches stands for', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      // text, what is looked for in a reading, what it stands for
      ['key = "AK\\u0049A99" end', 'AKIA99', 'AK\\u0049A99'],
      ['x\\nkey\\ny', 'key', 'key'],
      ['x\\nkey\\ny', '\nkey', '\\nkey'],
      ['x\\nkey\\ny', 'key\n', 'key\\n'],
      ['"AK" + "IA"', 'AKIA', 'AK" + "IA'],
      ['"AK" + "IA"', 'IA', 'IA'],
      ['A\u200BKIA', 'KIA', 'KIA'],
      ['%41%42%43', 'B', '%42'],
      ['a\\\\x41b', 'A', '\\\\x41'],
    ];
    for (const [text, read, original] of cases) assert.equal(originalOf(text, read), original, `${text}: ${read}`);
  });

  it('unpack base64 and hexadecimal digits, and stand for all that they were unpacked from', () => {
    const secret = 'the password is hunter22';
    const packings: readonly string[] = [
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('hex').toUpperCase(),
      Buffer.from(secret, 'utf16le').toString('base64'),
      Buffer.from(`${secret}, and so on and on`).toString('base64').replace(/.{24}/g, '$&\n  '),
      Buffer.from(`${secret}, and so on and on`).toString('base64').replace(/.{24}/g, '$&\r\n'),
      Buffer.from(Buffer.from(secret).toString('base64')).toString('base64'),
      ...[1, 2, 3].map((skip) => `${'/'.repeat(skip)}${Buffer.from(secret).toString('base64')}`),
      `0${Buffer.from(secret).toString('hex')}`,
    ];
    for (const packed of packings) {
      assert.equal(originalOf(`data: "${packed}";`, secret), packed, packed);
    }
  });

  it('take no readable text for what is not: shorter ones, pictures, hashes, long words', () => {
    assert.deepEqual(readings(`x ${Buffer.from('hunter22').toString('base64')}`), []);
    assert.deepEqual(readings('theQuickBrownFoxJumpsOverTheLazyDog'), []);
    assert.deepEqual(readings('d670460b4b4aece5915caf5c68d12f560a9fe3e4'), []);
    assert.deepEqual(readings('src/editor/privacy/secretScanner/and/so/on.ts'), []);
  });

  it('do not run two unpacked texts into one', () => {
    const [one, two] = ['first text, unpacked', 'second text, unpacked'].map((each) =>
      Buffer.from(each).toString('base64'),
    );
    const text = `a ${one} b ${two} c`;
    const read = readings(text).find((each) => each.includes('first') && each.includes('second')) ?? '';
    assert.match(read, /first text, unpacked\n\u2588\n/);
    assert.equal(originalOf(text, 'first text'), one);
    assert.equal(originalOf(text, 'second text'), two);
  });

  it('stand for stretches within the text, in order, whatever the text', () => {
    const piece = fc.constantFrom(
      '\\n',
      '\\u0041',
      '%41',
      '&#65;',
      '" + "',
      '\u200B',
      'aGVsbG8gd29ybGQgYWdhaW4gYW5k',
      'x',
      ' ',
      '😀',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }).map((all) => all.join('')),
        (text) => {
          for (const view of viewsOf(text)) {
            let last = 0;
            for (let at = 0; at < view.text.length; at += 1) {
              const { start, end } = view.original(at, at + 1);
              assert.ok(start >= last && end >= start && end <= text.length, `${start}–${end} after ${last}`);
              last = start;
            }
            if (view.text === text) assert.deepEqual(view.original(0, text.length), { start: 0, end: text.length });
          }
        },
      ),
    );
  });
});
