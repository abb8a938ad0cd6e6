import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bracketsMatch } from '../../../../../src/tasks/code/tests/brackets.ts';
import { importsOf, missingImports } from '../../../../../src/tasks/code/tests/imports.ts';
import { joinTests } from '../../../../../src/tasks/code/tests/joinTests.ts';
import { withHunks } from '../../../../../src/writing/guards/change.ts';

/** The file with the tests in it. */
function joined(languageId: string, existing: string, tests: string): string {
  const result = joinTests(existing, tests, languageId);
  if (result.kind !== 'joined') assert.fail(`taken: ${result.names.join(', ')}`);
  return withHunks(existing, result.changes);
}

describe('new tests are added to those that are there', () => {
  it('JavaScript: at the end, with the imports that are missing', () => {
    assert.equal(
      joined(
        'typescript',
        "import { it } from 'node:test';\nimport { sum } from './tax.ts';\n\nit('sums', () => sum([1]));\n",
        "import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nimport { sum, tax } from './tax.ts';\n\nit('taxes', () => {\n  assert.equal(tax(1), 0.2);\n});",
      ),
      "import { it } from 'node:test';\nimport { sum } from './tax.ts';\nimport assert from 'node:assert/strict';\nimport { tax } from './tax.ts';\n\nit('sums', () => sum([1]));\n\nit('taxes', () => {\n  assert.equal(tax(1), 0.2);\n});\n",
    );
  });

  it('without an end of its last line, the file gets one', () => {
    assert.equal(joined('javascript', "test('a', f);", "test('b', f);"), "test('a', f);\n\ntest('b', f);");
  });

  it('Python: two blank lines before a function; a class of the same name goes on', () => {
    assert.equal(
      joined(
        'python',
        'import tax\n\n\ndef test_a():\n    pass\n',
        'import pytest\nimport tax\n\n\ndef test_b():\n    pass',
      ),
      'import tax\nimport pytest\n\n\ndef test_a():\n    pass\n\n\ndef test_b():\n    pass\n',
    );
    assert.equal(
      joined(
        'python',
        'import unittest\n\n\nclass TestTax(unittest.TestCase):\n    def test_a(self):\n        pass\n\n\nif __name__ == "__main__":\n    unittest.main()\n',
        'class TestTax(unittest.TestCase):\n    def test_b(self):\n        pass\n',
      ),
      'import unittest\n\n\nclass TestTax(unittest.TestCase):\n    def test_a(self):\n        pass\n\n    def test_b(self):\n        pass\n\n\nif __name__ == "__main__":\n    unittest.main()\n',
    );
    assert.match(
      joined('python', 'class TestTax:\n    def test_a(self):\n        pass\n', 'def test_b(self):\n    pass\n'),
      /\n\n {4}def test_b\(self\):\n {8}pass\n$/,
    );
  });

  it('Java: into the class, whether the model wrote it again or not', () => {
    const existing =
      'package shop;\n\nimport org.junit.jupiter.api.Test;\n\nclass TaxTest {\n    @Test\n    void none() {\n    }\n}\n';
    const expected =
      'package shop;\n\nimport org.junit.jupiter.api.Test;\nimport static org.junit.Assert.*;\n\nclass TaxTest {\n    @Test\n    void none() {\n    }\n\n    @Test\n    void some() {\n    }\n}\n';
    const method = '@Test\nvoid some() {\n}';
    assert.equal(joined('java', existing, `import static org.junit.Assert.*;\n\n${method}`), expected);
    const whole = `package shop;\n\nimport org.junit.jupiter.api.Test;\nimport static org.junit.Assert.*;\n\nclass TaxTest {\n  ${method.replaceAll('\n', '\n  ')}\n}\n`;
    assert.equal(joined('java', existing, whole), expected);
  });

  it('C#: into the class within its namespace, braces on lines of their own', () => {
    assert.equal(
      joined(
        'csharp',
        'using Xunit;\n\nnamespace Shop\n{\n    public class TaxTests\n    {\n        [Fact]\n        public void None()\n        {\n        }\n    }\n}\n',
        '[Fact]\npublic void Some()\n{\n}\n',
      ),
      'using Xunit;\n\nnamespace Shop\n{\n    public class TaxTests\n    {\n        [Fact]\n        public void None()\n        {\n        }\n\n        [Fact]\n        public void Some()\n        {\n        }\n    }\n}\n',
    );
  });

  it('Rust: into the module of tests, or as one', () => {
    const code = 'pub fn tax() -> u8 {\n    1\n}\n';
    const tests =
      '#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn is_one() {\n        assert_eq!(tax(), 1);\n    }\n}';
    const whole = joined('rust', code, tests);
    assert.equal(whole, `${code}\n${tests}\n`);
    const more = tests.replace('is_one', 'is_not_two').replace('assert_eq!(tax(), 1)', 'assert_ne!(tax(), 2)');
    assert.equal(
      joined('rust', whole, more),
      whole.replace(/\}\n$/, '\n    #[test]\n    fn is_not_two() {\n        assert_ne!(tax(), 2);\n    }\n}\n'),
    );
  });

  it('Go: the imports of a block one by one', () => {
    assert.equal(
      joined(
        'go',
        'package tax\n\nimport (\n\t"testing"\n)\n\nfunc TestA(t *testing.T) {}\n',
        'package tax\n\nimport (\n\t"errors"\n\t"testing"\n)\n\nfunc TestB(t *testing.T) {}\n',
      ),
      'package tax\n\nimport (\n\t"testing"\n)\nimport "errors"\n\nfunc TestA(t *testing.T) {}\n\nfunc TestB(t *testing.T) {}\n',
    );
  });

  for (const [languageId, existing, tests, name] of [
    ['python', 'def test_a():\n    pass\n', 'def test_a():\n    fail()\n', 'test_a'],
    ['go', 'package a\n\nfunc TestA(t *testing.T) {}\n', 'func TestA(t *testing.T) {}\n', 'TestA'],
    ['javascript', "const tax = 1;\ntest('a', f);\n", "const tax = 2;\ntest('b', f);\n", 'tax'],
    ['java', 'class T {\n  @Test\n  void a() {\n  }\n}\n', '@Test\nvoid a() {\n}\n', 'a'],
  ] as const) {
    it(`${languageId}: what would take the place of something in silence is not used`, () => {
      assert.deepEqual(joinTests(existing, tests, languageId), { kind: 'taken', names: [name] });
    });
  }

  it('nothing of the file is ever lost, whatever the model writes', () => {
    const line = fc.constantFrom(
      'import a from "a";',
      'import { b, c } from "b";',
      'from x import y',
      'import (',
      ')',
      'class TaxTest {',
      'class TaxTest:',
      'mod tests {',
      'use super::*;',
      '    @Test',
      '    void some() {',
      '    def test_a(self):',
      '        pass',
      '    }',
      '}',
      'end',
      '',
      "test('x', () => {",
      '});',
      '{',
      '# comment',
      'package a',
      '#[cfg(test)]',
    );
    const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
    const languageIds = fc.constantFrom(
      'typescript',
      'python',
      'java',
      'csharp',
      'rust',
      'go',
      'ruby',
      'elixir',
      'dart',
    );
    fc.assert(
      fc.property(text, text, languageIds, (existing, tests, languageId) => {
        const result = joinTests(existing, tests, languageId);
        if (result.kind === 'taken') return;
        let at = 0;
        for (const { start, end, added } of result.changes) {
          assert.equal(start, end, 'only additions');
          assert.ok(start >= at && start <= existing.length);
          assert.ok(start === existing.length ? true : existing[start - 1] === '\n' || start === 0, 'between lines');
          assert.ok(start === existing.length || added.endsWith('\n'));
          at = start;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('imports', () => {
  it('end where the code begins', () => {
    const { imports, body } = importsOf(
      "// a\n'use strict';\nimport {\n  a,\n  b,\n} from 'x';\nconst c = require('c');\n\nf(a);\n",
    );
    assert.deepEqual(
      imports.map(({ first, last }) => [first, last]),
      [
        [2, 5],
        [6, 6],
      ],
    );
    assert.equal(body, 7);
    assert.deepEqual(importsOf('f();\nimport x from "x";'), { imports: [], body: 0 });
  });

  for (const [wanted, existing, missing] of [
    ["import { a } from './x'", 'import {a} from "./x";', []],
    ["import { a, b } from './x'", "import { a } from './x';", ["import { b } from './x'"]],
    ["import all, { b as c } from './x'", "import all from './x';", ["import { b as c } from './x'"]],
    ["import * as x from './x'", "import { x } from './y';", []],
    ["import './setUp'", '', ["import './setUp'"]],
    ["const { a, b } = require('x')", "const { a } = require('x');", ["const { b } = require('x')"]],
    ['from x import y', 'import y', ['from x import y']],
    ['using Xunit;', 'using Xunit;', []],
    ['import (\n\t"a"\n\tb "c"\n)', 'import "a"', ['import b "c"']],
  ] as const) {
    it(`${JSON.stringify(wanted)} beside ${JSON.stringify(existing)}`, () => {
      assert.deepEqual(missingImports([wanted], [existing]), missing);
    });
  }
});

describe('brackets', () => {
  for (const [languageId, code, isRight] of [
    ['typescript', "it('(', () => { f(`{`); /* ( */ }); // }", true],
    ['typescript', "it('a', () => {", false],
    ['typescript', 'f(]', false],
    ['python', "def a():  # (\n    return ['(']\n", true],
    ['rust', "fn a<'x>(b: &'x str) {}", true],
  ] as const) {
    it(`${isRight ? 'match' : 'do not match'} in ${JSON.stringify(code)}`, () => {
      assert.equal(bracketsMatch(code, languageId), isRight);
    });
  }
});
