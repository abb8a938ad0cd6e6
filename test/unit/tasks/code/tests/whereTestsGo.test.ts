import assert from 'node:assert/strict';
import { testConventionOf } from '../../../../../src/tasks/code/tests/conventions.ts';
import {
  formOf,
  nearestTest,
  newTestPath,
  relativePath,
  testOf,
  testPattern,
} from '../../../../../src/tasks/code/tests/testPath.ts';
import { beginningOf, frameworkIn } from '../../../../../src/tasks/code/tests/writeTests.ts';

const conventionOf = (languageId: string) => testConventionOf(languageId) ?? assert.fail(languageId);

describe('where tests go', () => {
  for (const [languageId, test, other] of [
    ['typescript', 'src/tax.test.ts', 'src/tax.ts'],
    ['typescriptreact', 'src/__tests__/Box.spec.tsx', 'src/Box.tsx'],
    ['javascript', 'a.test.mjs', 'contest.js'],
    ['python', 'tests/test_tax.py', 'tests/conftest.py'],
    ['python', 'tax_test.py', 'latest.py'],
    ['go', 'tax_test.go', '_test.go'],
    ['ruby', 'spec/tax_spec.rb', 'lib/tax.rb'],
    ['java', 'src/test/java/TaxTest.java', 'src/main/java/Test.java'],
    ['elixir', 'test/tax_test.exs', 'test/tax_test.ex'],
    ['shellscript', 'test/tax.bats', 'tax.sh'],
  ] as const) {
    it(`${test} is a test in ${languageId}, ${other} is none`, () => {
      assert.ok(formOf(test, conventionOf(languageId)));
      assert.equal(formOf(other, conventionOf(languageId)), undefined);
    });
  }

  for (const [what, languageId, path, tests, expected] of [
    // With none there: as the language's people do.
    ['TypeScript, beside', 'typescript', 'src/money/tax.ts', [], 'src/money/tax.test.ts'],
    ['Python', 'python', 'src/shop/tax.py', [], 'tests/test_tax.py'],
    ['Python without a source folder', 'python', 'shop/tax.py', [], 'tests/test_tax.py'],
    ['Go', 'go', 'money/tax.go', [], 'money/tax_test.go'],
    ['Ruby', 'ruby', 'lib/shop/tax.rb', [], 'spec/shop/tax_spec.rb'],
    ['Java', 'java', 'src/main/java/shop/Tax.java', [], 'src/test/java/shop/TaxTest.java'],
    ['Rust', 'rust', 'src/tax.rs', [], 'src/tax.rs'],
    ['Elixir', 'elixir', 'lib/shop/tax.ex', [], 'test/shop/tax_test.exs'],
    ['PHP', 'php', 'src/Tax.php', [], 'tests/TaxTest.php'],
    ['a package of several', 'python', 'packages/shop/src/tax.py', [], 'packages/shop/tests/test_tax.py'],
    // With some there: like the nearest.
    ['spec beside', 'typescript', 'src/tax.ts', ['src/sum.spec.ts'], 'src/tax.spec.ts'],
    [
      'a folder of its own',
      'javascript',
      'src/a/tax.js',
      ['src/b/__tests__/sum.test.js'],
      'src/a/__tests__/tax.test.js',
    ],
    [
      'mirrored under a root',
      'typescript',
      'src/tasks/code/tax.ts',
      ['test/unit/base/sum.test.ts', 'test/unit/tasks/sum.test.ts', 'test/e2e/all.test.ts'],
      'test/unit/tasks/code/tax.test.ts',
    ],
    [
      'mirrored, in a new folder',
      'typescript',
      'src/money/tax.ts',
      ['test/base/sum.test.ts', 'test/words/line.test.ts'],
      'test/money/tax.test.ts',
    ],
    ['flat', 'python', 'shop/deep/tax.py', ['tests/test_sum.py', 'tests/test_words.py'], 'tests/test_tax.py'],
    ['flat below a root', 'ruby', 'lib/a/tax.rb', ['test/unit/sum_test.rb'], 'test/unit/tax_test.rb'],
    [
      'one package of two',
      'typescript',
      'packages/b/src/tax.ts',
      ['packages/a/test/sum.test.ts', 'packages/b/test/sum.test.ts'],
      'packages/b/test/tax.test.ts',
    ],
    [
      'Maven',
      'java',
      'core/src/main/java/shop/money/Tax.java',
      ['core/src/test/java/shop/SumTests.java'],
      'core/src/test/java/shop/money/TaxTests.java',
    ],
    ['the prefix of the others', 'python', 'shop/tax.py', ['shop/sum_test.py'], 'shop/tax_test.py'],
    ['its own ending', 'typescriptreact', 'src/Box.tsx', ['src/sum.test.ts'], 'src/Box.test.tsx'],
  ] as const) {
    it(`${what}: ${expected}`, () => {
      const convention = conventionOf(languageId);
      assert.equal(newTestPath(path, nearestTest(path, tests), tests, convention), expected);
    });
  }

  it('finds the tests that a file has already, and takes those of another file for none', () => {
    const find = (path: string, ...tests: readonly string[]) => testOf(path, tests, conventionOf('typescript'));
    assert.equal(find('src/money/tax.ts', 'src/money/tax.spec.ts'), 'src/money/tax.spec.ts');
    assert.equal(find('src/money/tax.ts', 'test/unit/money/tax.test.ts'), 'test/unit/money/tax.test.ts');
    assert.equal(find('src/money/tax.ts', 'src/money/__tests__/tax.test.ts'), 'src/money/__tests__/tax.test.ts');
    assert.equal(find('src/money/index.ts', 'src/words/index.test.ts'), undefined);
    assert.equal(find('src/index.ts', 'src/words/index.test.ts'), undefined);
    assert.equal(find('src/a/index.ts', 'test/index.test.ts', 'test/a/index.test.ts'), 'test/a/index.test.ts');
    assert.equal(find('src/tax.ts', 'src/taxes.test.ts'), undefined);
  });

  it('takes the nearest one as the example', () => {
    const tests = ['test/a/one.test.ts', 'test/b/c/two.test.ts', 'test/b/three.test.tsx', 'test/b/four.test.ts'];
    assert.equal(nearestTest('src/b/x.ts', tests), 'test/b/four.test.ts');
    assert.equal(nearestTest('src/b/x.tsx', tests), 'test/b/three.test.tsx');
    assert.equal(nearestTest('src/b/c/x.ts', tests), 'test/b/c/two.test.ts');
    assert.equal(nearestTest('src/x.ts', []), undefined);
  });

  it('looks for tests by one pattern a language, and for none where they stand in the file itself', () => {
    assert.equal(testPattern(conventionOf('python')), '**/{test_*,*_test}.py');
    assert.equal(testPattern(conventionOf('go')), '**/*_test.go');
    assert.equal(testPattern(conventionOf('elixir')), '**/*_test.exs');
    assert.equal(testPattern(conventionOf('rust')), undefined);
    assert.equal(testConventionOf('toString'), undefined);
  });

  it('says how the code is reached from there', () => {
    assert.equal(relativePath('test/unit/tax.test.ts', 'src/tax.ts'), '../../src/tax.ts');
    assert.equal(relativePath('src/tax.test.ts', 'src/tax.ts'), './tax.ts');
    assert.equal(relativePath('tax.test.ts', 'src/tax.ts'), './src/tax.ts');
  });

  it('knows what tests are written with by the project’s own files', () => {
    const named = (languageId: string, text: string) => frameworkIn(text, conventionOf(languageId).frameworks);
    assert.equal(named('typescript', '{"devDependencies":{"vitest":"3"}}'), 'Vitest');
    assert.equal(named('typescript', '{"devDependencies":{"@jest/globals":"1"}}'), 'Jest');
    assert.equal(named('typescript', '{"scripts":{"test":"node --test"}}'), 'node:test');
    assert.equal(named('python', '[tool.pytest.ini_options]'), 'pytest');
    assert.equal(named('kotlin', 'testImplementation("org.junit.jupiter:junit-jupiter")'), 'JUnit 5');
    assert.equal(named('python', ''), undefined);
  });

  it('shows of an example whole lines', () => {
    assert.deepEqual(beginningOf('one\ntwo\nthree', 8), { text: 'one\ntwo', lines: 2 });
    assert.deepEqual(beginningOf('one\ntwo', 100), { text: 'one\ntwo', lines: 2 });
    assert.deepEqual(beginningOf('x'.repeat(50), 10), { text: '', lines: 0 });
  });
});
