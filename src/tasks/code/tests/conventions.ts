/** How the name of a test file is made of the name of what it tests: `test_` + name, name + `.test`. */
export interface NameForm {
  readonly before: string;
  readonly after: string;
}

/** Where a language's people put tests, as their tools find them. */
export interface TestConvention {
  /** The endings of files that are tested, the dot included. */
  readonly endings: readonly string[];
  /** The usual form first. */
  readonly forms: readonly NameForm[];
  /** The ending of tests, where it is another one. */
  readonly testEnding?: string;
  /** Where tests go in a project that has none: beside the file, in a folder at the root, in Maven's place, or in the file itself. */
  readonly place: 'beside' | 'tests' | 'test' | 'spec' | 'maven' | 'inside';
  /** What tests are written with: how a project's own files name it, and its name. The first that they name is taken. */
  readonly frameworks: readonly (readonly [named: RegExp, name: string])[];
  /** What is assumed where they name none. */
  readonly assumed: string;
  /** The files, at the root of a project, that could name it. */
  readonly manifests: readonly string[];
}

const after = (...endings: readonly string[]): readonly NameForm[] =>
  endings.map((ending) => ({ before: '', after: ending }));

const script: TestConvention = {
  endings: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
  forms: after('.test', '.spec'),
  place: 'beside',
  frameworks: [
    [/"vitest"/, 'Vitest'],
    [/"jest"|"ts-jest"|"@jest\//, 'Jest'],
    [/"mocha"/, 'Mocha'],
    [/"ava"/, 'AVA'],
    [/"jasmine"/, 'Jasmine'],
    [/node --test|"bun test|bun:test/, 'node:test'],
  ],
  assumed: 'node:test',
  manifests: ['package.json'],
};

const jvm = (ending: string, more: readonly (readonly [RegExp, string])[], assumed: string): TestConvention => ({
  endings: [ending],
  forms: after('Test', 'Tests', 'Spec', 'IT'),
  place: 'maven',
  frameworks: [...more, [/junit-jupiter|org\.junit\.jupiter/, 'JUnit 5'], [/testng/, 'TestNG'], [/junit/, 'JUnit']],
  assumed,
  manifests: ['pom.xml', 'build.gradle', 'build.gradle.kts', 'build.sbt'],
});

const native: TestConvention = {
  endings: ['.c', '.cc', '.cpp', '.cxx'],
  forms: [...after('_test', '_tests', 'Test'), { before: 'test_', after: '' }],
  place: 'tests',
  frameworks: [
    [/catch2/i, 'Catch2'],
    [/doctest/i, 'doctest'],
    [/gtest|googletest/i, 'GoogleTest'],
  ],
  assumed: 'GoogleTest',
  manifests: ['CMakeLists.txt', 'meson.build', 'conanfile.txt', 'vcpkg.json'],
};

/** By language id. The names of files are those that each framework looks for by itself, or that its own documentation uses. */
const conventions: Readonly<Record<string, TestConvention>> = {
  typescript: script,
  typescriptreact: script,
  javascript: script,
  javascriptreact: script,
  // docs.pytest.org: test_*.py or *_test.py
  python: {
    endings: ['.py'],
    forms: [{ before: 'test_', after: '' }, ...after('_test')],
    place: 'tests',
    frameworks: [[/pytest/, 'pytest']],
    assumed: 'pytest',
    manifests: ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements-dev.txt', 'requirements.txt', 'Pipfile'],
  },
  // pkg.go.dev/testing: *_test.go
  go: {
    endings: ['.go'],
    forms: after('_test'),
    place: 'beside',
    frameworks: [[/stretchr\/testify/, 'the testing package with testify']],
    assumed: 'the testing package',
    manifests: ['go.mod'],
  },
  // doc.rust-lang.org/book/ch11-03: unit tests stand in the file itself
  rust: {
    endings: ['.rs'],
    forms: [],
    place: 'inside',
    frameworks: [],
    assumed: 'the test attribute, in a module `tests` with #[cfg(test)]',
    manifests: [],
  },
  ruby: {
    endings: ['.rb'],
    forms: [...after('_spec', '_test'), { before: 'test_', after: '' }],
    place: 'spec',
    frameworks: [
      [/rspec/, 'RSpec'],
      [/minitest/, 'Minitest'],
    ],
    assumed: 'RSpec',
    manifests: ['Gemfile', '.rspec'],
  },
  java: jvm('.java', [], 'JUnit 5'),
  kotlin: jvm('.kt', [[/kotest/, 'Kotest']], 'kotlin.test'),
  scala: jvm('.scala', [[/munit/, 'MUnit']], 'ScalaTest'),
  groovy: jvm('.groovy', [], 'Spock'),
  csharp: {
    endings: ['.cs'],
    forms: after('Tests', 'Test'),
    place: 'beside',
    frameworks: [],
    assumed: 'xUnit',
    manifests: [],
  },
  php: {
    endings: ['.php'],
    forms: after('Test'),
    place: 'tests',
    frameworks: [[/pestphp\/pest/, 'Pest']],
    assumed: 'PHPUnit',
    manifests: ['composer.json'],
  },
  swift: {
    endings: ['.swift'],
    forms: after('Tests'),
    place: 'tests',
    frameworks: [],
    assumed: 'XCTest',
    manifests: [],
  },
  dart: {
    endings: ['.dart'],
    forms: after('_test'),
    place: 'test',
    frameworks: [[/flutter_test/, 'flutter_test']],
    assumed: 'package:test',
    manifests: ['pubspec.yaml'],
  },
  elixir: {
    endings: ['.ex'],
    forms: after('_test'),
    testEnding: '.exs',
    place: 'test',
    frameworks: [],
    assumed: 'ExUnit',
    manifests: [],
  },
  lua: {
    endings: ['.lua'],
    forms: [...after('_spec', '_test'), { before: 'test_', after: '' }],
    place: 'spec',
    frameworks: [],
    assumed: 'busted',
    manifests: [],
  },
  shellscript: {
    endings: ['.sh', '.bash'],
    forms: after(''),
    testEnding: '.bats',
    place: 'test',
    frameworks: [],
    assumed: 'Bats',
    manifests: [],
  },
  r: {
    endings: ['.R', '.r'],
    forms: [{ before: 'test-', after: '' }],
    place: 'tests',
    frameworks: [],
    assumed: 'testthat',
    manifests: [],
  },
  c: native,
  cpp: native,
};

/** The convention of a language; undefined where none is known. */
export function testConventionOf(languageId: string): TestConvention | undefined {
  return Object.hasOwn(conventions, languageId) ? conventions[languageId] : undefined;
}
