import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCases } from '../../../src/scorecard/cases/readCases.ts';
import { asJsonLines, newFile, withCase } from '../../../src/scorecard/cases/writeCases.ts';
import { checkParts, judged, readWell } from './reading.ts';

const file = (tests: string, prompts = "prompts: ['{{text}}']") => `description: Mine\n${prompts}\ntests:\n${tests}`;
const remarks = (text: string) => {
  const { problems, notRun, cases } = readCases(text, checkParts);
  return {
    cases: cases.length,
    problems: problems.map(({ line, message }) => `${line}: ${message}`),
    notRun: notRun.map(({ line, message }) => `${line}: ${message}`),
  };
};
const added = {
  title: 'Explain: a sum',
  task: 'explain',
  promptHash: 'abc',
  messages: [
    { role: 'system', content: 'You help.' },
    { role: 'user', content: 'Explain {{name}} and "quotes":\n  - {% x %}\n' },
  ],
  maximumTokens: 200,
  source: 'a + b',
  expected: 'a sum',
  assert: [{ type: 'contains', value: 'sum' }],
  checks: ['noPreamble', { changedWords: 0.5 }],
  escalated: true,
} as const;

describe('Files of cases', () => {
  it('are read as promptfoo reads them: prompts, variables, defaults, options', () => {
    const { cases, options, models, description } = readWell(
      [
        'description: Mine',
        'prompts:',
        '  - \'[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{ question }}: {{text}}"}]\'',
        '  - "{{text}}"',
        'providers:',
        '  - id: ollama:chat:tiny:1b',
        '    config: { num_ctx: 2048, num_predict: 64, seed: 3 }',
        '  - openai:gpt',
        'defaultTest:',
        '  vars: { question: Why }',
        '  assert: [{ type: not-contains, value: "{{text}}" }]',
        'tests:',
        '  - vars: { text: "It {{is}} so\\n" }',
        '    metadata: { task: ask }',
        '    assert:',
        '      - { type: contains, value: because }',
      ].join('\n'),
    );
    assert.deepEqual([description, models], ['Mine', ['tiny:1b']]);
    assert.deepEqual(options, { contextTokens: 2048, maximumTokens: 64, seed: 3 });
    assert.deepEqual(
      cases.map(({ messages }) => messages),
      [
        [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Why: It {{is}} so' },
        ],
        [{ role: 'user', content: 'It {{is}} so' }],
      ],
    );
    assert.equal(new Set(cases.map(({ id }) => id)).size, 2);
    assert.deepEqual(cases[0] && [cases[0].task, cases[0].title, cases[0].line], ['ask', 'Case on line 13', 13]);
  });

  for (const [what, text, problem] of [
    ['a mark that is not closed', file('  - vars: { text: "a }\n'), /^\d+: This is not valid YAML: /],
    [
      'two of the same name',
      'prompts: [a]\nprompts: [b]\ntests: []\n',
      /^2: This is not valid YAML: Map keys must be unique/,
    ],
    ['a tag', file('  - !!js/function "x"\n'), /^4: This is not valid YAML: Unresolved tag/],
    ['no list of cases', 'prompts: [a]\ntests:\n  text: a\n', /^2: "tests" must be a list of cases\./],
    [
      'no prompt',
      'tests:\n  - assert: [{ type: contains, value: a }]\n',
      /^1: "prompts" must name at least one prompt\./,
    ],
    ['a list at the top', '- a\n', /^1: A file of cases has "prompts" and "tests" at its top\./],
    ['nothing', '', /^1: A file of cases has/],
    ['no case', file('  []\n'), /^3: There is no case in this file/],
    ['a case that is none', file('  - 12\n'), /^4: A case must have fields/],
    [
      'an assertion without a type',
      file('  - vars: { text: a }\n    assert:\n      - value: b\n'),
      /^6: An assertion needs a "type"\./,
    ],
    [
      'a value that is missing',
      file('  - vars: { text: a }\n    assert:\n      - type: contains\n'),
      /^6: This check cannot be judged: "contains" needs a text/,
    ],
    [
      'an expression that cannot be linear',
      file('  - vars: { text: a }\n    assert:\n      - type: regex\n        value: (a)\\1\n'),
      /^6: This check cannot be judged: the expression cannot be run in linear time/,
    ],
    [
      'an unknown check',
      file('  - vars: { text: a }\n    metadata:\n      checks:\n        - perfect\n'),
      /^7: This check cannot be judged: there is no check "perfect"; there are placeholders, /,
    ],
    [
      'a check without its text',
      file('  - vars: { text: a }\n    metadata:\n      checks:\n        - edits: 0.5\n'),
      /^7: This check cannot be judged: "edits" needs "expected"/,
    ],
    [
      'a check of no name',
      file('  - vars: { text: a }\n    metadata: { checks: [{ a: 1, b: 2 }] }\n'),
      /^5: This check cannot be judged: a check is a name/,
    ],
    [
      'a share that is none',
      file('  - vars: { text: a }\n    metadata: { checks: [{ changedWords: 15 }], source: a }\n'),
      /^5: .*"changedWords" needs a number from 0 to 1/,
    ],
  ] as const) {
    it(`say on which line they are broken, and nothing of them is run: ${what}`, () => {
      const { problems, cases } = remarks(text);
      assert.match(problems[0] ?? 'no problem', problem);
      assert.equal(cases, 0);
    });
  }

  it('may hold scripts and files: they are shown, and never run or loaded', () => {
    const text = file(
      [
        '  - vars: { text: a }',
        '    assert:',
        '      - { type: javascript, value: "process.exit(1)" }',
        '      - { type: contains, value: "file:///etc/passwd" }',
        '      - { type: contains, value: b }',
        '  - vars: { text: "file:///etc/passwd" }',
        '    assert: [{ type: contains, value: b }]',
        '  - vars: { text: [a, b] }',
        '    assert: [{ type: contains, value: b }]',
        '  - vars: { text: a }',
        '    assert: [{ type: llm-rubric, value: is kind }]',
        '  - file://more.yaml',
      ].join('\n'),
      "prompts: ['{{text}}', 'file://prompt.txt', '{% if text %}a{% endif %}', '{{ text | upper }}']",
    );
    const { cases, problems, notRun } = remarks(text);
    assert.deepEqual([cases, problems], [1, []]);
    assert.deepEqual(notRun, [
      '2: prompts from elsewhere are shown, and not loaded',
      '2: filters, conditions and loops of templates are not run here',
      '2: filters, conditions and loops of templates are not run here',
      '6: "javascript" is shown, and never run',
      '7: "file:///etc/passwd" is shown, and never run',
      '9: a text from a file is shown, and not loaded',
      '11: a list of values is not run here: write a case for each',
      '14: "llm-rubric" is shown, and never run',
      '13: nothing of this case is judged here',
      '15: cases from elsewhere are shown, and not loaded',
    ]);
  });

  it('that are made to be endless are refused', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(', ')}]`),
    ];
    assert.match(remarks(`${bomb.join('\n')}\ntests: []\n`).problems[0] ?? '', /Excessive alias count/);
    assert.match(remarks(`# ${'x'.repeat(4_000_001)}`).problems[0] ?? '', /too long/);
  });

  it('never throw, whatever stands in them', () => {
    const value = fc.anything({
      maxDepth: 3,
      values: [fc.string(), fc.integer(), fc.constant(null), fc.constantFrom('contains', 'regex', 'edits')],
    });
    fc.assert(
      fc.property(value, value, value, (vars, assertions, metadata) => {
        const text = JSON.stringify({ prompts: ['{{a}}'], tests: [{ vars, assert: assertions, metadata }] });
        readCases(text ?? '', checkParts);
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readCases(text, checkParts)));
  });

  it('get a case at their end, and keep what people wrote, comments too', async () => {
    const first = withCase(newFile('Mine', 'tiny', 'My cases.'), added) ?? assert.fail();
    const edited = first.replace('  - description', '  # looked at by me\n  - description');
    const second = withCase(edited, { ...added, title: 'Another', source: 'c' }) ?? assert.fail();
    assert.ok(second.startsWith('# My cases.\n') && second.includes('# looked at by me'));
    const { cases, models } = readWell(second);
    assert.deepEqual(models, ['tiny']);
    assert.deepEqual(
      cases.map(({ title, task, wasEscalated, maximumTokens, promptHash }) => [
        title,
        task,
        wasEscalated,
        maximumTokens,
        promptHash,
      ]),
      [
        ['Explain: a sum', 'explain', true, 200, 'abc'],
        ['Another', 'explain', true, 200, 'abc'],
      ],
    );
    assert.equal(cases[0]?.messages[1]?.content, 'Explain {{name}} and "quotes":\n  - {% x %}');
    assert.deepEqual(cases[0] && (await judged(cases[0], 'a sum')), {
      contains: true,
      noPreamble: true,
      changedWords: true,
    });
    assert.deepEqual(
      asJsonLines(second)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).description),
      ['Explain: a sum', 'Another'],
    );
  });

  it('that are broken, or ask in other words, get none', () => {
    assert.equal(withCase('tests: [', added), undefined);
    assert.equal(withCase(file('  []\n'), added), undefined);
    assert.equal(withCase('', added), undefined);
  });
});
