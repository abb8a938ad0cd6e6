import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { readCases } from '../../src/scorecard/cases/readCases.ts';
import { asJsonLines, newFile, withCase } from '../../src/scorecard/cases/writeCases.ts';
import { type Assertion, checkOf, isJudged } from '../../src/scorecard/checks/assertions.ts';
import { english } from '../../src/scorecard/words.ts';

/** What is used of promptfoo (its own types are not there: it is not a package of ours). */
interface Promptfoo {
  evaluate(
    suite: {
      readonly providers: readonly unknown[];
      readonly prompts: readonly string[];
      readonly tests: readonly unknown[];
    },
    options: { readonly cache: boolean },
  ): Promise<{
    readonly results: readonly {
      readonly success: boolean;
      readonly error?: string;
      readonly response?: { readonly output?: unknown };
    }[];
  }>;
  readonly UnifiedConfigSchema: { safeParse(config: unknown): { readonly success: boolean; readonly error?: unknown } };
}

const root = join(import.meta.dirname, '../..');
const starter = readFileSync(join(root, 'media/scorecard/starter.yaml'), 'utf8');
const parts = { l10n: english, wrongLanguage: async () => undefined };
const unruly = withCase(newFile('Unruly', 'tiny'), {
  title: 'A text with everything that templates know',
  task: 'explain',
  promptHash: 'x',
  messages: [
    { role: 'system', content: 'Be "brief".' },
    { role: 'user', content: 'Explain {{name}}, {% if %} and {# this #}:\n\n\\n "quoted" ⟦1⟧\n' },
  ],
  maximumTokens: 64,
  source: 'x',
  checks: ['noPreamble'],
});

/** Everything that is judged here, with texts that pass and that do not. */
const assertions: readonly (readonly [Assertion, readonly string[]])[] = [
  [{ type: 'equals', value: 'yes' }, ['yes', 'yes ', 'Yes']],
  [{ type: 'equals', value: { a: [1] } }, ['{"a": [1]}', '{"a": [2]}', 'a']],
  [{ type: 'contains', value: 'Sum' }, ['the Sum', 'the sum']],
  [{ type: 'icontains', value: 'Sum' }, ['the sum', 'total']],
  [{ type: 'contains-any', value: ['a', 'b'] }, ['b', 'c']],
  [{ type: 'contains-any', value: 'a, b' }, ['xb', 'c']],
  [{ type: 'contains-all', value: ['a', 'b'] }, ['ba', 'b']],
  [{ type: 'icontains-any', value: ['A', 'b'] }, ['a', 'c']],
  [{ type: 'icontains-all', value: ['A', 'b'] }, ['Ba', 'b']],
  [{ type: 'starts-with', value: 'It' }, ['It is', 'is It']],
  [{ type: 'regex', value: '^\\d{2,3}(?:\\.|$)' }, ['12', '1', '1234', '123.']],
  [{ type: 'is-json' }, ['{"a": 1}', '[1]', 'no', '{a: 1}']],
  [{ type: 'levenshtein', value: 'kitten', threshold: 3 }, ['sitting', 'kit', 'k', 'kitten']],
  [{ type: 'levenshtein', value: 'kitten' }, ['sitting', 'a long text that is far from it']],
  [{ type: 'word-count', value: 2 }, ['two words', 'one', ' two  words ']],
  [{ type: 'word-count', value: { min: 1, max: 2 } }, ['one', 'one two three']],
  [{ type: 'word-count', value: { max: 2 } }, ['one', 'one two three']],
];

describe('promptfoo', () => {
  let promptfoo: Promptfoo;
  before(async () => {
    const folder = process.env.HEARTH_PROMPTFOO ?? '';
    for (const off of ['TELEMETRY', 'UPDATE', 'REMOTE_GENERATION', 'ADAPTIVE_SCHEDULER'])
      process.env[`PROMPTFOO_DISABLE_${off}`] = '1';
    process.env.PROMPTFOO_CONFIG_DIR = join(folder, 'config');
    process.env.LOG_LEVEL = 'error';
    const entry = createRequire(join(folder, 'package.json')).resolve('promptfoo');
    promptfoo = await import(pathToFileURL(entry).href);
  });

  for (const [what, text] of [
    ['the starter set', starter],
    ['a kept case', unruly],
  ] as const) {
    it(`finds nothing wrong with ${what}, and asks what we ask, to the letter`, async () => {
      const config = parse(text ?? assert.fail());
      const checked = promptfoo.UnifiedConfigSchema.safeParse(config);
      assert.equal(checked.success, true, String(checked.error));
      const tests = config.tests.map(({ vars }: { vars: object }) => ({ vars }));
      const { results } = await promptfoo.evaluate(
        { providers: ['echo'], prompts: config.prompts, tests },
        { cache: false },
      );
      const { cases } = readCases(text ?? '', parts);
      assert.deepEqual(
        results.map(({ response }) => JSON.parse(String(response?.output))),
        cases.map(({ messages }) => messages),
      );
    });
  }

  it('reads our export as lines of JSON', () => {
    const tests = asJsonLines(starter)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(promptfoo.UnifiedConfigSchema.safeParse({ ...parse(starter), tests }).success, true);
  });

  it('passes and fails what we pass and fail', async () => {
    const table = assertions.flatMap(([assertion, texts]) =>
      texts.flatMap((text) => [
        { text, assertion },
        ...(isJudged(`not-${assertion.type}`)
          ? [{ text, assertion: { ...assertion, type: `not-${assertion.type}` } }]
          : []),
      ]),
    );
    const tests = table.map(({ text, assertion }) => ({ vars: { text }, assert: [assertion] }));
    const { results } = await promptfoo.evaluate(
      { providers: ['echo'], prompts: ['{{text}}'], tests },
      { cache: false },
    );
    const theirs = table.map(
      ({ text, assertion }, index) => `${JSON.stringify(assertion)} ${text}: ${results[index]?.success}`,
    );
    const ours = await Promise.all(
      table.map(async ({ text, assertion }) => {
        const { passed } = await checkOf(assertion, english).judge({ text, totalMs: 1 });
        return `${JSON.stringify(assertion)} ${text}: ${passed}`;
      }),
    );
    assert.deepEqual(ours, theirs);
  });
});
