import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkOf } from '../../../src/scorecard/checks/assertions.ts';
import { BadCheck } from '../../../src/scorecard/checks/check.ts';
import { correctedBy } from '../../../src/scorecard/checks/correctedBy.ts';
import { changedWordRatio, editScore, falseEditRate } from '../../../src/scorecard/checks/edits.ts';
import { unknownIdentifiers } from '../../../src/scorecard/checks/identifiers.ts';
import { withinDistance } from '../../../src/scorecard/checks/levenshtein.ts';
import { ownCheckOf } from '../../../src/scorecard/checks/ownChecks.ts';
import { english } from '../../../src/scorecard/words.ts';
import { checkParts } from './reading.ts';

const same = (answer: string) => answer;
const own = async (entry: unknown, source: string, text: string, expected?: string) => {
  const check = ownCheckOf(entry, { source, expected, read: same }, checkParts);
  return check.judge({ text, totalMs: 1 });
};
const passes = async (entry: unknown, source: string, text: string, expected?: string) =>
  (await own(entry, source, text, expected)).passed;
const asserts = async (type: string, value: unknown, text: string, threshold?: unknown, totalMs = 10) =>
  (await checkOf({ type, value, threshold }, english).judge({ text, totalMs })).passed;

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const marks = fc.array(fc.constantFrom('⟦1⟧', '⟦2⟧', '⟦3⟧', '{name}', '{{x}}'), { maxLength: 5 });

describe('What an answer must meet', () => {
  describe("promptfoo's assertions", () => {
    for (const [type, value, good, bad] of [
      ['equals', 'yes', 'yes', 'yes.'],
      ['equals', { a: [1] }, '{"a": [1]}', '{"a": 1}'],
      ['contains', 'Sum', 'the Sum', 'the sum'],
      ['icontains', 'Sum', 'the sum', 'total'],
      ['contains-any', ['a', 'b'], 'xb', 'x'],
      ['contains-all', ['a', 'b'], 'ba', 'b'],
      ['icontains-any', 'A, b', 'xa', 'x'],
      ['icontains-all', ['A', 'b'], 'Ba', 'b'],
      ['starts-with', 'It', 'It is', ' It is'],
      ['regex', '^\\d+$', '12', '12a'],
      ['regex', '(?<year>\\d{4})', 'in 2024', 'in 24'],
      ['is-json', undefined, '[1]', 'nothing'],
      ['word-count', 2, 'two words', 'just three words'],
      ['word-count', { min: 1, max: 2 }, ' two words ', ' '],
    ] as const) {
      it(`${type} ${JSON.stringify(value) ?? ''}, and its opposite`, async () => {
        assert.deepEqual([await asserts(type, value, good), await asserts(type, value, bad)], [true, false]);
        const not = `not-${type}`;
        assert.deepEqual([await asserts(not, value, good), await asserts(not, value, bad)], [false, true]);
      });
    }

    it('latency and levenshtein have a threshold', async () => {
      assert.deepEqual(
        [await asserts('latency', undefined, '', 10, 10), await asserts('latency', undefined, '', 9, 10)],
        [true, false],
      );
      assert.deepEqual(
        [await asserts('levenshtein', 'kitten', 'sitting', 3), await asserts('levenshtein', 'kitten', 'sitting', 2)],
        [true, false],
      );
      assert.equal(await asserts('levenshtein', 'kitten', 'sitting'), true);
      assert.throws(() => checkOf({ type: 'latency' }, english), BadCheck);
    });

    it('an expression that takes others for ever is done at once', async () => {
      assert.equal(await asserts('regex', '^(a+)+$', `${'a'.repeat(20_000)}b`), false);
    });

    it('the distance is what it is defined to be', () => {
      const slow = (a: string, b: string): number => {
        if (a === '' || b === '') return a.length + b.length;
        const changed = slow(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1);
        return Math.min(changed, slow(a.slice(1), b) + 1, slow(a, b.slice(1)) + 1);
      };
      const few = fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', 'c') });
      fc.assert(
        fc.property(few, few, fc.nat({ max: 7 }), (a, b, most) => {
          assert.equal(withinDistance(a, b, most), slow(a, b) <= most);
        }),
      );
    });
  });

  describe('Our own checks', () => {
    it('placeholders: each comes back exactly once', async () => {
      await fc.assert(
        fc.asyncProperty(sentence, marks, fc.nat(), async (text, list, seed) => {
          const unique = [...new Set(list)];
          const source = `${text} ${unique.join(' and ')}`;
          const turned = [...unique].reverse();
          assert.equal(await passes('placeholders', source, `so ${turned.join(' or ')} it is`), true);
          const one = turned[seed % Math.max(1, turned.length)];
          if (one === undefined) return;
          assert.equal(
            await passes('placeholders', source, `so ${turned.filter((each) => each !== one).join(' or ')}`),
            false,
          );
          assert.equal(await passes('placeholders', source, `${turned.join(' ')} ${one}`), false);
        }),
      );
      assert.equal(await passes('placeholders', 'a', 'a ⟦7⟧'), false);
    });

    it('links and numbers are kept, in whatever order, and named when they are not', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
          fc.uniqueArray(fc.integer({ min: 100, max: 999 }), { minLength: 1, maxLength: 4 }),
          async (names, numbers) => {
            const links = names.map((name) => `https://example.org/${name}`);
            const source = `See ${links.join(' and ')} for ${numbers.join(' or ')} chairs.`;
            const answer = `${[...numbers].reverse().join(' or ')} chairs: ${[...links].reverse().join(' and ')}`;
            assert.deepEqual(
              [await passes('links', source, answer), await passes('numbers', source, answer)],
              [true, true],
            );
            assert.equal(await passes('links', source, answer.replace(`/${names[0]}`, `/${names[0]}x`)), false);
          },
        ),
      );
      assert.deepEqual(await own('numbers', 'It costs 480 euros by 12 March.', 'It costs 48 euros by 12 March.'), {
        passed: false,
        found: '480',
      });
      assert.equal(await passes('numbers', 'at 1,000 m', 'at 1000 m'), true);
    });

    it('language: another one is noticed, one that cannot be told is not', async () => {
      const german = 'Die Bibliothek ist in der letzten Woche des Jahres geschlossen.';
      assert.deepEqual(
        [await passes({ language: 'de' }, 'x', german), await passes({ language: 'fr' }, 'x', german)],
        [true, false],
      );
      assert.equal(await passes({ language: 'fr' }, 'x', 'Oui'), true);
    });

    it('changed words: a share that grows with what is changed', async () => {
      fc.assert(
        fc.property(fc.uniqueArray(word, { minLength: 4, maxLength: 20 }), fc.nat(), (words, seed) => {
          const source = words.join(' ');
          const count = seed % (words.length + 1);
          const answer = words.map((each, index) => (index < count ? each.toUpperCase() : each)).join(' ');
          const ratio = changedWordRatio(source, answer);
          assert.ok(Math.abs(ratio - count / words.length) < 0.35, `${ratio} for ${count} of ${words.length}`);
          assert.equal(ratio === 0, count === 0);
          assert.ok(ratio <= 1);
        }),
      );
      assert.equal(await passes({ changedWords: 0.3 }, 'one two three four', 'one two three five'), true);
      assert.deepEqual(await own({ changedWords: 0.2 }, 'one two three four', 'one two three five'), {
        passed: false,
        found: '25 %',
      });
    });

    it('no preamble: an announcement, a fence, a farewell are noticed; the text alone is not', async () => {
      const source = 'The shop opens at nine.';
      assert.equal(await passes('noPreamble', source, 'The shop opens at 9 a.m.'), true);
      for (const answer of [
        'Here is the corrected text:\n\nThe shop opens at nine.',
        '```\nThe shop opens at nine.\n```',
        'Sure!\n\nThe shop opens at nine.',
      ])
        assert.equal(await passes('noPreamble', source, answer), false, answer);
    });

    it('edits: all of a person’s and no other is 1, none of them 0; a wrong one weighs more than a missed one', async () => {
      const source = 'He go to school and she have two book.';
      const expected = 'He goes to school and she has two books.';
      assert.deepEqual(editScore(source, expected, expected), { precision: 1, recall: 1, f05: 1 });
      assert.deepEqual(editScore(source, source, expected), { precision: 1, recall: 0, f05: 0 });
      assert.deepEqual(editScore(source, source, source), { precision: 1, recall: 1, f05: 1 });
      const missed = editScore(source, 'He goes to school and she has two book.', expected);
      const wrong = editScore(source, 'He goes to class and she has two books.', expected);
      assert.ok(missed.f05 > wrong.f05, `${missed.f05} ${wrong.f05}`);
      // Two of three: 1.25 · 1 · 2⁄3 ÷ (0.25 + 2⁄3).
      assert.ok(Math.abs(missed.f05 - (1.25 * (2 / 3)) / (0.25 + 2 / 3)) < 1e-9);
      assert.equal(await passes({ edits: 0.9 }, source, 'He goes to school and she has two book.', expected), true);
      fc.assert(
        fc.property(sentence, sentence, sentence, (before, after, wanted) => {
          const { precision, recall, f05 } = editScore(before, after, wanted);
          for (const share of [precision, recall, f05]) assert.ok(share >= 0 && share <= 1);
          assert.ok(f05 <= Math.max(precision, recall) + 1e-9 && f05 >= Math.min(precision, recall) - 1e-9);
          assert.equal(editScore(before, wanted, wanted).f05, 1);
        }),
      );
    });

    it('false edits on clean text, and edits that were rejected before', async () => {
      fc.assert(fc.property(sentence, (clean) => assert.equal(falseEditRate(clean, clean), 0)));
      assert.deepEqual(await own({ falseEdits: 0 }, 'All is well here.', 'All is good here.'), {
        passed: false,
        found: '25 %',
      });
      const rejected = { rejected: [{ removed: 'well', added: 'good' }] };
      assert.deepEqual(await own(rejected, 'All is well here.', 'All is good here.'), {
        passed: false,
        found: 'well → good',
      });
      assert.equal(await passes(rejected, 'All is well here.', 'All is fine here.'), true);
    });

    it('code parses; made-up names are noticed', async () => {
      assert.deepEqual(
        [
          await passes({ parses: 'json' }, '', 'So:\n```json\n{"a": 1}\n```'),
          await passes({ parses: 'json' }, '', '{a: 1}'),
        ],
        [true, false],
      );
      assert.deepEqual(
        [await passes({ parses: 'yaml' }, '', 'a: [1]'), await passes({ parses: 'yaml' }, '', 'a: [1')],
        [true, false],
      );
      const code = 'function total(items) { return items.reduce(add, 0); }';
      assert.deepEqual(unknownIdentifiers('`total()` calls `items.reduce` with `null`, `a + b`', code), []);
      assert.deepEqual(unknownIdentifiers('`sumAll()` and `items.fold`\n```js\nother();\n```', code), [
        'sumAll',
        'fold',
      ]);
    });
  });

  it('a list of corrections is read as the text with them; what stands nowhere changes nothing', () => {
    const list = (...pairs: string[][]) =>
      JSON.stringify({
        findings: pairs.map(([original, replacement]) => ({ original, replacement, why: '', kind: 'word' })),
      });
    assert.equal(correctedBy(list(['teh', 'the'], ['nowhere', 'x'], ['cat', 'dog']), 'teh cat'), 'the dog');
    assert.equal(correctedBy('no list', 'teh cat'), 'teh cat');
    fc.assert(fc.property(sentence, (text) => assert.equal(correctedBy(list(), text), text)));
  });
});
