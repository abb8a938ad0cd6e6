import assert from 'node:assert/strict';
import fc from 'fast-check';
import { trendOf } from '../../../src/scorecard/card/trend.ts';
import { joinedFiles } from '../../../src/scorecard/cases/joinedFiles.ts';
import { caseOf, type KeptAnswer } from '../../../src/scorecard/cases/keptAnswer.ts';
import { newFile, withCase } from '../../../src/scorecard/cases/writeCases.ts';
import type { RunRecord } from '../../../src/scorecard/run/runRecord.ts';
import { checkParts, judged, readWell } from './reading.ts';

const code =
  'export function total(items: Item[]): number {\n  return items.reduce((sum, item) => sum + item.price, 0);\n}';
const answer: KeptAnswer = {
  title: 'Explain · function total',
  task: 'explain',
  promptHash: 'p',
  messages: [
    { role: 'system', content: 'You help.' },
    { role: 'user', content: `Explain:\n${code}` },
  ],
  maximumTokens: 800,
  source: code,
  answer: '`total` adds up the `price` of all `items` with `reduce`, from 0.',
  isEdit: false,
  language: 'en',
  escalated: false,
  keptAt: '2026-11-26T10:00:00.000Z',
};

/** The case as it is read again from a file. */
async function kept(given: KeptAnswer) {
  const { added, saysWhat } = await caseOf(given, checkParts);
  const [read] = readWell(withCase(newFile('Mine', 'tiny'), added) ?? assert.fail()).cases;
  return { added, saysWhat, read: read ?? assert.fail() };
}
const passes = async (given: KeptAnswer, text: string) =>
  Object.values(await judged((await kept(given)).read, text)).every(Boolean);

describe('An answer that is kept', () => {
  it('is a case that wants what the answer says of the text, and no more', async () => {
    const { added, saysWhat } = await kept(answer);
    assert.deepEqual(added.assert, [
      { type: 'icontains-all', value: ['total', 'price', 'items'] },
      { type: 'word-count', value: { max: 44 } },
    ]);
    assert.deepEqual(added.checks, ['noPreamble', 'identifiers', { language: 'en' }]);
    assert.equal(saysWhat, true);
    assert.equal(await passes(answer, 'It sums up the price of the items: `total`.'), true);
    assert.equal(await passes(answer, 'It sums up something with `fold`.'), false);
  });

  it('says so when only its form is checked', async () => {
    const { saysWhat, added } = await kept({ ...answer, answer: 'It adds up what everything in the list costs.' });
    assert.equal(saysWhat, false);
    assert.deepEqual(
      added.assert?.map(({ type }) => type),
      ['word-count'],
    );
  });

  it('in a form: what was chosen from a list, and what was copied from the text', async () => {
    const format = {
      type: 'object',
      properties: { label: { type: 'string', enum: ['bug', 'wish'] }, quote: { type: 'string' } },
    };
    const given = {
      ...answer,
      format,
      source: 'It fails since 4.2.',
      answer: '{"label": "bug", "quote": "since 4.2"}',
    };
    assert.deepEqual((await kept(given)).added.assert, [
      { type: 'is-json' },
      { type: 'regex', value: '"label"\\s*:\\s*"bug"' },
      { type: 'icontains-all', value: ['since 4.2'] },
    ]);
    assert.equal(await passes(given, '{"quote": "fails since 4.2", "label": "bug"}'), true);
    assert.equal(await passes(given, '{"label": "wish", "quote": "since 4.2"}'), false);
  });

  it('of an edit: what the person left there is wanted, and what they rejected is not', async () => {
    const source = 'The workshop will opens at 9 on Monday. See https://example.org/hours for the rest.';
    const edit = {
      ...answer,
      task: 'rewrite',
      source,
      isEdit: true,
      answer: 'The workshop opens at 9 on Monday. See https://example.org/hours for the rest.',
      rejected: [{ removed: 'rest', added: 'remainder' }],
    };
    const { added, saysWhat } = await kept(edit);
    assert.deepEqual([added.expected, added.reads, saysWhat], [edit.answer, 'edited', true]);
    assert.equal(await passes(edit, `\`\`\`\n${edit.answer}\n\`\`\``), true);
    assert.equal(await passes(edit, edit.answer.replace('hours', 'times')), false);
    assert.equal(await passes(edit, edit.answer.replace(' 9 ', ' 10 ')), false);
    assert.equal(await passes(edit, edit.answer.replace('rest', 'remainder')), false);
    assert.equal(await passes(edit, 'Wholly different words, and none of those that were there.'), false);
  });

  it('passes its own case, whatever it is', async () => {
    const text = fc.string({
      maxLength: 60,
      unit: fc.constantFrom('a ', 'It ', '`b` ', '12 ', 'Ann ', '\n', '⟦1⟧', '{"a": "b"}', 'https://a.org/b '),
    });
    await fc.assert(
      fc.asyncProperty(text, text, fc.boolean(), fc.boolean(), async (source, said, isEdit, isForm) => {
        const given = { ...answer, source, answer: said, isEdit, ...(isForm ? { format: { type: 'object' } } : {}) };
        const { added } = await caseOf(given, checkParts);
        const { cases } = readWell(withCase(newFile('Mine', 'tiny'), added) ?? assert.fail());
        for (const each of cases)
          assert.deepEqual(
            Object.entries(await judged(each, said)).filter(([, well]) => !well),
            [],
          );
      }),
      { numRuns: 60 },
    );
  });
});

describe('Several files of cases', () => {
  it('are one, with each case once', () => {
    const one = readWell('prompts: [a]\ntests:\n  - assert: [{ type: contains, value: b }]\n');
    assert.equal(joinedFiles([one, one])?.cases.length, 1);
    assert.equal(joinedFiles([]), undefined);
  });
});

describe('The trend', () => {
  const run = (id: string, model: string, digest: string, at: number, passed: number, of: number): RunRecord => ({
    id,
    file: 'f',
    startedAt: at,
    endedAt: at + 1,
    of,
    identity: {
      model,
      digest,
      engine: 'e',
      options: { contextTokens: 1, maximumTokens: 1, seed: 1, repeats: 1 },
      promptHash: 'p',
      datasetHash: 'd',
      machine: 'm',
    },
    cases: Array.from({ length: of }, (_, index) => ({
      kind: 'case',
      id: `${index}`,
      title: '',
      task: index % 2 === 0 ? 'a' : 'b',
      wasEscalated: false,
      passes: [index < passed],
      failures: [],
      speed: { totalMs: 1 },
    })),
  });

  it('is a line for each model, and says where its weights are new', () => {
    const runs = [
      run('1', 'x', 'd1', 1, 2, 4),
      run('2', 'y', 'd3', 2, 4, 4),
      run('3', 'x', 'd2', 3, 3, 4),
      run('4', 'z', 'd', 4, 1, 4),
    ];
    const lines = trendOf(runs, ({ id }) => id !== '4');
    assert.deepEqual(
      lines.map(({ model, points }) => [model, points.map((each) => [each.run, each.share, each.isNewDigest])]),
      [
        [
          'x',
          [
            ['1', 0.5, false],
            ['3', 0.75, true],
          ],
        ],
        ['y', [['2', 1, false]]],
      ],
    );
    assert.deepEqual(
      trendOf(runs, () => true, 'b').flatMap(({ points }) => points.map(({ passed, total }) => [passed, total])),
      [
        [1, 2],
        [1, 2],
        [2, 2],
        [0, 2],
      ],
    );
    assert.deepEqual(
      trendOf([{ ...runs[0], endedAt: undefined } as unknown as RunRecord], () => true),
      [],
    );
  });
});
