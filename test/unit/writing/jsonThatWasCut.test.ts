import assert from 'node:assert/strict';
import fc from 'fast-check';
import { salvageJson } from '../../../src/writing/guards/salvageJson.ts';

const findings = {
  findings: [
    { find: 'teh', replace: 'the', why: 'A "typo" \\ here.' },
    { find: 'a', n: -1.5e3 },
  ],
  ok: true,
};

/** Whether a value is what was there so far of the whole one: fewer entries at the end, none that is different. */
function isStartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null || typeof whole !== 'object' || whole === null) return part === whole;
  const [mine, theirs] = [Object.entries(part), Object.entries(whole)];
  return (
    Array.isArray(part) === Array.isArray(whole) &&
    mine.length <= theirs.length &&
    mine.every(([key, value], index) => theirs[index]?.[0] === key && isStartOf(value, theirs[index]?.[1]))
  );
}

describe('JSON that was cut', () => {
  it('anywhere holds what was whole before, and nothing else', () => {
    const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    const layout = fc.constantFrom(undefined, 2, '\t');
    fc.assert(
      fc.property(value, layout, fc.nat(), (json, space, at) => {
        const text = JSON.stringify(json, undefined, space);
        const read = JSON.parse(text);
        assert.deepEqual(salvageJson(text), { value: read, whole: true });
        const cut = text.slice(0, at % text.length);
        const salvaged = salvageJson(cut);
        if (cut === '') assert.equal(salvaged, undefined);
        else assert.ok(salvaged !== undefined && !salvaged.whole && isStartOf(salvaged.value, read), cut);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives one finding after the other while an answer comes in', () => {
    const text = JSON.stringify(findings);
    const counts = new Set<number>();
    for (let end = 1; end <= text.length; end++) {
      const value = salvageJson(text.slice(0, end))?.value;
      assert.ok(isStartOf(value, findings));
      const list = typeof value === 'object' && value !== null && 'findings' in value ? value.findings : [];
      counts.add(Array.isArray(list) ? list.length : -1);
    }
    assert.deepEqual([...counts], [0, 1, 2]);
  });

  for (const [name, answer] of [
    ['words and a fence', `Sure! Here [is] {it}:\n\n\`\`\`json\n${JSON.stringify(findings)}\n\`\`\`\nBye {x}`],
    ['thinking', `<think>{"findings": []}</think>\n${JSON.stringify(findings)}`],
    ['a comma too many', JSON.stringify(findings).replaceAll('}', ',}').replaceAll(']', ',]')],
  ] as const) {
    it(`is found behind ${name}`, () => assert.deepEqual(salvageJson(answer)?.value, findings));
  }

  it('may have line ends and tabs in its strings, and quotes escaped for nothing', () => {
    assert.deepEqual(salvageJson('{"a": "two\n\tlines", "b": "it\\\'s \\\\\'"}'), {
      value: { a: 'two\n\tlines', b: "it's \\'" },
      whole: true,
    });
  });

  for (const [name, answer, value] of [
    ['a quote in a string that is not escaped', '{"a": 1, "b": "say "hi" now", "c": 2}', { a: 1 }],
    ['a bracket that closes another', '{"a": [1, 2}, "b": 3}', { a: [1] }],
    ['a comma where a value belongs', '{"a": 1, "b": , "c": 2}', { a: 1 }],
    ['two values in a row', '[1, 2 3]', [1]],
  ] as const) {
    it(`ends at ${name}`, () => assert.deepEqual(salvageJson(answer), { value, whole: false }));
  }

  it('is none where there is no bracket, and not read where it nests beyond reason', () => {
    assert.equal(salvageJson('No findings [see above] {or so}.'), undefined);
    assert.deepEqual(salvageJson('['.repeat(100_000))?.whole, false);
  });
});
