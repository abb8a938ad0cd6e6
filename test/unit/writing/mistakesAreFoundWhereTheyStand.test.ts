import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsReader } from '../../../src/writing/findings/findings.ts';
import { sourceOf } from '../../../src/writing/findings/part.ts';
import { partsOf } from '../../../src/writing/findings/partsOf.ts';
import { listing, type Telling } from '../../fakes/listing.ts';
import { foundIn, mended, onlyPart } from './findings.ts';

/** Says that the text becomes this one, by what a model said. */
function becomes(text: string, said: readonly Telling[], after: string, languageId?: string): void {
  const { findings } = foundIn(text, said, languageId);
  for (const { start, end, removed } of findings) assert.equal(text.slice(start, end), removed);
  assert.equal(mended(text, findings), after);
}

/** Says that nothing of it is shown. */
function isDropped(text: string, said: readonly Telling[], languageId?: string): void {
  const { findings, dropped } = foundIn(text, said, languageId);
  assert.deepEqual(findings, []);
  assert.equal(dropped, said.length);
}

const teh = { original: 'teh', replacement: 'the' };

describe('A mistake is shown where its words stand, and nowhere else', () => {
  it('at whole words, and only those that differ', () => {
    becomes('It is in teh house.', [teh], 'It is in the house.');
    const { findings } = foundIn('It is in teh house.', [{ original: 'in teh house', replacement: 'in the house' }]);
    assert.deepEqual(
      findings.map(({ removed, added }) => [removed, added]),
      [['teh', 'the']],
    );
    isDropped('It is in Utehland.', [teh]);
    isDropped("It isn't.", [{ original: 'isn', replacement: 'is' }]);
    becomes("It is 'teh' word.", [teh], "It is 'the' word.");
  });

  it('nowhere, when they do not stand there', () => isDropped('It is in the house.', [teh]));

  it('nowhere, when they stand there more than once and nobody knows where', () =>
    isDropped('Here teh house, there teh tree.', [teh]));

  it('by the words around them', () => {
    const text = 'Here teh house, there teh tree.';
    becomes(text, [{ ...teh, context: 'there teh tree' }], 'Here teh house, there the tree.');
    isDropped(text, [{ ...teh, context: 'teh' }]);
    isDropped(text, [{ ...teh, context: 'under teh bridge' }]);
  });

  it('each time, when it is told as often as they stand there', () => {
    const text = 'Here teh house, there teh tree.';
    becomes(text, [teh, teh], 'Here the house, there the tree.');
    isDropped(text, [teh, teh, teh]);
  });

  it('over line breaks, quotation marks and accents that were copied otherwise, which stay as they stand', () => {
    becomes(
      'He said “it do\r\nnot” work.',
      [{ original: 'said "it do not" work', replacement: 'said "it does not" work' }],
      'He said “it does\r\nnot” work.',
    );
    const decomposed = 'Das Cafe\u0301 sind zu.';
    becomes(decomposed, [{ original: 'Das Café sind zu', replacement: 'Das Café ist zu' }], 'Das Cafe\u0301 ist zu.');
  });

  it('never across a blank line', () =>
    isDropped('The end of it\n\nis not here.', [{ original: 'of it is', replacement: 'of it was' }]));

  it('in comments, without the marks of their lines', () => {
    const code = 'let a = 1; // teh first\n/**\n * It do\n * not work.\n */\nlet b = "teh";\n';
    becomes(
      code,
      [teh, { original: 'It do not', replacement: 'It does not' }],
      'let a = 1; // the first\n/**\n * It does\n * not work.\n */\nlet b = "teh";\n',
      'typescript',
    );
    becomes(
      '// Over\n// teh the end\n',
      [{ original: 'Over teh', replacement: 'Over' }],
      '// Over the end\n',
      'typescript',
    );
    becomes(
      '  // It do\n  // be so and were\n  // here.\n',
      [{ original: 'do be so and were here', replacement: 'does be so and was there' }],
      '  // It does\n  // be so and was\n  // there.\n',
      'typescript',
    );
  });

  it('in LaTeX and commit messages', () => {
    becomes(
      '\\section{Teh start}\nSee \\cite{teh} and $teh$ for teh rest.\n',
      [{ original: 'for teh rest', replacement: 'for the rest' }],
      '\\section{Teh start}\nSee \\cite{teh} and $teh$ for the rest.\n',
      'latex',
    );
    becomes(
      'fix(teh): mend teh end\n\nSigned-off-by: Teh <a@b.c>\n',
      [teh],
      'fix(teh): mend the end\n\nSigned-off-by: Teh <a@b.c>\n',
      'git-commit',
    );
  });

  it('as a whole character', () => {
    isDropped('A 👩‍💻 works.', [{ original: 'A 👩', replacement: 'One 👩' }]);
    isDropped('Ha\u0308user', [{ original: 'Ha', replacement: 'Ho' }]);
    isDropped('A 👍🏽 for it.', [{ original: '👍', replacement: '👎' }]);
    isDropped('A 👍 for it.', [{ original: '\ud83d', replacement: 'x' }]);
  });

  it('in scripts without spaces', () =>
    becomes('我门去学校。', [{ original: '我门', replacement: '我们' }], '我们去学校。'));

  it('with the word before it, where something is only put in', () => {
    const { findings } = foundIn('We came saw and won.', [{ original: 'came saw', replacement: 'came, saw' }]);
    assert.deepEqual(
      findings.map(({ removed, added }) => [removed, added]),
      [['came', 'came,']],
    );
  });

  it('with one of its spaces, where a word only goes', () =>
    becomes('It is very the end.', [{ original: 'very', replacement: '' }], 'It is the end.'));

  it('once, when two of them overlap', () => {
    const { findings, dropped } = foundIn('It do not works.', [
      { original: 'do not works', replacement: 'does not work' },
      { original: 'works', replacement: 'work' },
    ]);
    assert.equal(mended('It do not works.', findings), 'It does not work.');
    assert.equal(dropped, 1);
  });
});

describe('A mistake is dropped where something must not change', () => {
  const text =
    'Run `teh` at https://teh.example/teh, see [teh guide](https://example.com/teh "teh"), $teh$ and [@teh2020], in 3.2 of 4 March 2020.\n';
  for (const original of ['`teh`', 'https://teh.example/teh', '$teh$', '[@teh2020]', '3.2', '4 March 2020', '⟦1⟧', '1'])
    it(original, () => isDropped(text, [{ original, replacement: original.replace('teh', 'the').replace(/\d/, '9') }]));

  for (const [what, original, replacement] of [
    ['markup goes', '**end**', 'end'],
    ['markup comes', 'start', '*start*'],
    ['a link comes', 'start', 'https://example.com'],
    ['a heading becomes text', '# Here', 'Here'],
    ['the number of a list’s item', '1. One', '2. One'],
    ['a line break comes', 'the start', 'the\nstart'],
    [
      'a sentence is written anew',
      'This is the start and it goes on until the very end',
      'Everything begins somewhere, and all that begins will stop',
    ],
    ['code goes', 'Here ⟦1⟧ is', 'There was'],
    ['nothing changes', 'start', 'start'],
    ['only a quotation mark takes another form', '“so”', '"so"'],
  ] as const)
    it(what, () =>
      isDropped(
        '# Here\n\nHere `code` is. This is the start and it goes on until the very end, **end**, “so”.\n\n1. One\n2. Two\n',
        [{ original, replacement }],
      ),
    );

  it('no place has code in it', () => {
    const { masked, runs } = onlyPart('Run `teh` now.');
    assert.equal(masked, 'Run ⟦1⟧ now.');
    assert.equal(sourceOf(runs, 0, masked.length), undefined);
    assert.equal(sourceOf(runs, 4, 7), undefined);
    assert.deepEqual(sourceOf(runs, 8, 11), { start: 10, end: 13 });
  });

  it('a name may be one, but not without a person', () => {
    const { findings } = foundIn('We met Smyth in the garden.', [{ original: 'Smyth', replacement: 'Smith' }]);
    assert.deepEqual(
      findings.map(({ isDoubtful }) => isDoubtful),
      [true],
    );
  });

  it('what nobody sees comes in neither', () => {
    const { findings } = foundIn('It is in teh house.', [{ original: 'teh', replacement: 'th\u202ee' }]);
    assert.deepEqual(
      findings.map(({ added }) => added),
      ['the'],
    );
  });
});

describe('A selection is read in its document', () => {
  const text = 'See [teh guide][teh] for teh rest.\n\nAnd teh end, teh last.\n\n[teh]: https://example.com\n';
  it('its references are known, its blocks are whole, and nothing outside of it is found', () => {
    const start = text.indexOf('And');
    const within = { start, end: text.indexOf(' last') };
    const parts = partsOf({ text, languageId: 'markdown', within, most: 1000 });
    assert.deepEqual(
      parts.map(({ masked }) => masked),
      ['And teh end, teh last.'],
    );
    const [first] = partsOf({ text, languageId: 'markdown', within: { start: 0, end: 3 }, most: 1000 });
    assert.equal(first?.masked, 'See [teh guide][⟦1⟧] for teh rest.');
    const answer = listing({ original: 'teh last', replacement: 'the last' }, { original: 'And', replacement: 'Or' });
    const [part] = parts;
    assert.ok(part);
    const narrow = { start: text.indexOf('teh end'), end: text.indexOf(' last') };
    const { findings } = findingsReader()({ part, answer, isEnded: true, within: narrow });
    assert.deepEqual(
      findings.map((one) => [one.removed, one.start]),
      [['teh', text.indexOf('teh last')]],
    );
  });

  it('in the middle of a comment that goes over several lines', () => {
    const code = '/*\n * One.\n * Teh two.\n */\nlet teh = 1;\n';
    const start = code.indexOf('Teh');
    const parts = partsOf({ text: code, languageId: 'typescript', within: { start, end: start + 3 }, most: 1000 });
    assert.deepEqual(
      parts.map(({ masked }) => masked),
      ['One.\nTeh two.'],
    );
  });
});

const word = fc.constantFrom(
  'house',
  'Straße',
  'naïve',
  'cafe\u0301',
  '学校',
  '👩‍💻',
  'ok',
  'Ärger',
  'e\u0301te\u0301',
  '👍🏽',
  'дом',
);
const space = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '\n',
  '\r\n',
  '\n\n',
  '\r\n\r\n',
  ' `code` ',
  ' [x](https://a.example/b) ',
);
const document = fc
  .array(fc.tuple(word, space), { minLength: 1, maxLength: 40 })
  .map((pairs) => pairs.map(([own, gap], index) => `${own}${index}q${gap}`).join(''));

describe('Whatever a document is made of', () => {
  it('accepting all mends exactly the mistakes, to the byte, and accepting none leaves it as it is', () => {
    fc.assert(
      fc.property(document, fc.array(fc.nat(39), { maxLength: 10 }), (before, chosen) => {
        const words = [...new Set(chosen)].map((index) => `${index}q`);
        const wrong = words.reduce((text, own) => text.replace(new RegExp(`(?<!\\d)${own}`), `${own}x`), before);
        const said = words.map((own) => ({ own: `${own}x`, right: own }));
        const tellings = said.flatMap(({ own, right }) => {
          const found = new RegExp(`(?<=^|\\s)[^\\s\`]*?(?<!\\d)${own}`).exec(wrong)?.[0];
          return found === undefined ? [] : [{ original: found, replacement: found.replace(own, right) }];
        });
        const { findings } = foundIn(wrong, tellings, 'markdown');
        assert.equal(mended(wrong, findings), before);
        assert.equal(mended(wrong, []), wrong);
      }),
      { numRuns: 300 },
    );
  });

  it('in comments, what a model says of any of their words leaves the marks of their lines', () => {
    const line = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    const mark = fc.constantFrom('// ', '  // ', '\t/// ', ' # ');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        mark,
        fc.nat(29),
        fc.nat(29),
        (given, start, at, size) => {
          // Each word another, so that it is known which is meant.
          let count = 0;
          const lines = given.map((own) => own.replaceAll(/(?= |$)/g, () => `x${'y'.repeat(count++)}`));
          const code = `let a = 1;\n${lines.map((own) => `${start}${own}\n`).join('')}let b = 2;\n`;
          const languageId = start.includes('#') ? 'python' : 'typescript';
          const words = lines.join(' ').split(' ');
          const told = words.slice(at % words.length, (at % words.length) + 1 + (size % 6));
          const said = { original: told.join(' '), replacement: [...told.slice(0, -1), 'nu', 'nu'].join(' ') };
          const { findings } = foundIn(code, [said], languageId);
          const after = mended(code, findings);
          if (findings.length === 0) return;
          assert.equal(after.split('\n').length, code.split('\n').length);
          assert.ok(
            after
              .split('\n')
              .slice(1, -2)
              .every((own) => own.startsWith(start)),
            after,
          );
          assert.equal(
            after.split(/[\s/#]+/).join(' '),
            code
              .split(/[\s/#]+/)
              .join(' ')
              .replace(said.original, said.replacement),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('what a model sees of it stands where it is said to stand', () => {
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('markdown', 'latex', 'plaintext'),
        (text, most, languageId) => {
          let last = 0;
          for (const part of partsOf({ text, languageId, most })) {
            assert.ok(part.start >= last && part.end > part.start);
            last = part.end;
            assert.equal(part.source, text.slice(part.start, part.end));
            for (const { masked, source, length } of part.runs)
              assert.equal(part.masked.slice(masked, masked + length), text.slice(source, source + length));
          }
        },
      ),
    );
  });

  it('whatever a model says, what is shown stands there, lies apart, and keeps code and links', () => {
    const anything = fc.record({
      original: fc.oneof(word, fc.string(), fc.constantFrom('code', '`', '](', 'a.example', '\n')),
      replacement: fc.string(),
    });
    fc.assert(
      fc.property(document, fc.array(anything, { maxLength: 8 }), (text, said) => {
        const { findings } = foundIn(text, said, 'markdown');
        const inOrder = [...findings].sort((a, b) => a.start - b.start);
        inOrder.forEach((one, index) => {
          assert.equal(text.slice(one.start, one.end), one.removed);
          assert.ok(one.end > one.start && one.start >= (inOrder[index - 1]?.end ?? 0));
        });
        const after = mended(text, findings);
        const kept = (whole: string) => whole.match(/`code`|\]\(https:\/\/a\.example\/b\)/g) ?? [];
        assert.deepEqual(kept(after), kept(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('An answer on its way', () => {
  const text = 'It is in teh house, und she do not cares for teh other one.';
  const answer = `<think>Hm { "findings": }</think>Here you are:\n\`\`\`json\n${listing(
    { original: 'in teh house', replacement: 'in the house', why: 'A "typo" \\ {of} [all]' },
    { original: 'und', replacement: 'and' },
    { original: 'do', replacement: 'does', kind: 'grammar' },
    { original: 'for teh other', replacement: 'for the other' },
  )}\n\`\`\`\nBye {}`;
  const whole = findingsReader()({ part: onlyPart(text), answer, isEnded: true });

  it('is read wherever it is cut: each mistake as soon as it is complete, and none otherwise than in the end', () => {
    assert.equal(whole.findings.length, 4);
    let seen = 0;
    for (let length = 0; length <= answer.length; length++) {
      for (const isEnded of [false, true]) {
        const { findings } = findingsReader()({ part: onlyPart(text), answer: answer.slice(0, length), isEnded });
        const plain = (all: typeof findings) => all.map(({ start, end, added }) => [start, end, added]);
        assert.deepEqual(plain(findings), plain(whole.findings.slice(0, findings.length)), answer.slice(0, length));
        if (isEnded) continue;
        assert.deepEqual(findings, whole.findings.slice(0, findings.length));
        assert.ok(findings.length >= seen);
        seen = findings.length;
      }
    }
    assert.equal(seen, 4);
  });

  it('waits to its end for what is ambiguous', () => {
    const [teh, both] = [{ original: 'teh', replacement: 'the' }, 'Here teh house, there teh tree.'];
    const { length } = listing(teh, teh);
    const answer = listing(teh, teh, teh);
    const read = (isEnded: boolean) =>
      findingsReader()({ part: onlyPart(both), answer: answer.slice(0, length - 2), isEnded });
    assert.equal(read(false).findings.length, 0);
    assert.equal(read(true).findings.length, 2);
  });

  it('is no list, where it is something else', () => {
    for (const other of ['', 'There are no mistakes.', '{"answer": 1}', 'null', '<think>', '{"findings": 7}'])
      assert.equal(findingsReader()({ part: onlyPart(text), answer: other, isEnded: true }).isReadable, false, other);
    assert.equal(findingsReader()({ part: onlyPart(text), answer: '[]', isEnded: true }).isReadable, true);
  });

  it('may hold anything in its list', () => {
    const odd = JSON.stringify({
      findings: [null, 7, 'x', [], {}, { original: 7, replacement: 'x' }, { original: '' }],
    });
    assert.deepEqual(findingsReader()({ part: onlyPart(text), answer: odd, isEnded: true }).findings, []);
  });
});
